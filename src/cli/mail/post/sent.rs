//! What was sent of late: by it a run that waited for another learns that its letter has gone out meanwhile.

use ipi::draft::{Draft, Readers};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// No run takes so long.
const OF_LATE: Duration = Duration::from_secs(24 * 60 * 60);

/// The clock of this computer.
#[allow(clippy::disallowed_methods)] // it is the library that may not
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}

/// Was a letter sent since this run began? To be asked while nobody else may send.
pub(super) fn is_sent(list: &Path, id: &str, begun: SystemTime) -> bool {
    entries(list).iter().any(|(at, sent)| sent == id && *at >= since_1970(begun))
}

/// Notes that a letter was sent. The list is a help for runs of the same moment and no more, so that a full disk is no error here.
pub(super) fn note(list: &Path, id: &str) {
    let now = since_1970(now());
    let is_of_late = |at: Duration| now.checked_sub(at).is_some_and(|age| age < OF_LATE);
    let mut text: String = entries(list)
        .into_iter()
        .filter(|(at, _)| is_of_late(*at))
        .map(|(at, id)| format!("{} {id}\n", at.as_millis()))
        .collect();
    text += &format!("{} {id}\n", now.as_millis());
    let written = Draft::of(list, Readers::Owner).and_then(|mut draft| {
        draft.write_all(text.as_bytes())?;
        draft.replace(list)
    });
    _ = written;
}

/// The list: when, in milliseconds since 1970, and the id of the letter.
fn entries(list: &Path) -> Vec<(Duration, String)> {
    let text = std::fs::read_to_string(list).unwrap_or_default();
    let entry = |line: &str| {
        let (at, id) = line.split_once(' ')?;
        Some((Duration::from_millis(at.parse().ok()?), id.to_owned()))
    };
    text.lines().filter_map(entry).collect()
}

fn since_1970(time: SystemTime) -> Duration {
    // To the millisecond, as in the list.
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    Duration::from_millis(u64::try_from(since).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_counts_as_sent_for_runs_that_had_begun_before() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("sent");
        let begun = now();
        assert!(!is_sent(&list, "one", begun));
        std::fs::write(&list, "half a li").unwrap();
        note(&list, "one");
        note(&list, "two");
        let later = now() + Duration::from_secs(1);
        assert!(
            is_sent(&list, "one", begun) && is_sent(&list, "two", begun) && !is_sent(&list, "three", begun)
        );
        assert!(!is_sent(&list, "one", later));
        // Those of other days go.
        let long_ago = since_1970(begun).saturating_sub(2 * OF_LATE).as_millis();
        std::fs::write(&list, format!("{long_ago} zero\n")).unwrap();
        note(&list, "one");
        assert_eq!(entries(&list).len(), 1);
    }
}
