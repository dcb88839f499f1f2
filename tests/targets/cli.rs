//! Parts of the command line by themselves: what writes to the terminal is left out.

pub(super) use parts::fleet::journal::is_read_back;
pub(super) use parts::fleet::{account, answer};
pub(super) use parts::{limit, opened, settings};

#[allow(dead_code)] // each part is there for what is called of it
#[path = "../../src/cli"]
mod parts {
    use ipi::report::Source;
    use std::path::Path;

    mod files;
    mod mail_settings;
    mod nearest;
    mod settings;
    mod usage;

    mod out {
        pub(super) fn keep(_: &std::path::Path) {}
        pub(super) fn note(_: &str) {}
    }

    /// What a path leads to.
    pub(in super::super) fn opened(path: &Path) -> Vec<Source> {
        files::open(&[path.into()])
    }

    /// The limits of the settings beside a path, as flags are written; else why there are none.
    pub(in super::super) fn settings(path: &Path) -> Result<Vec<String>, String> {
        let read = settings::Settings::beside(&[path.into()]);
        read.map(|settings| settings.limits).map_err(|error| error.to_string())
    }

    /// Can a limit be read?
    pub(in super::super) fn limit(text: &str) -> Result<(), String> {
        settings::limit(text, None).map(|_| ()).map_err(|error| error.to_string())
    }

    pub(super) mod fleet {
        mod entry;
        mod wire;

        /// The account of a line of a manifest as it is written down, once that is known to be read back.
        pub(in super::super::super) fn account(line: &[u8]) -> Result<Vec<u8>, String> {
            let entry = entry::Entry::of_line(line)?;
            assert!(!entry.id.is_empty());
            let written = serde_json::to_vec(&entry).map_err(|error| error.to_string())?;
            assert_eq!(serde_json::from_slice::<entry::Entry>(&written).ok(), Some(entry));
            Ok(written)
        }

        /// Can an answer be read?
        pub(in super::super::super) fn answer(mut bytes: &[u8]) -> bool {
            wire::Answer::receive(&mut bytes).is_ok()
        }

        pub(in super::super) mod journal {
            mod record;
            use record::{Read, framed, mark, read};

            /// Reads a record as it is, and sealed as the program seals it.
            pub(in super::super::super::super) fn is_read_back(text: &str) -> bool {
                let is_sealed = |text: &str| {
                    let (seal, rest) =
                        text.strip_suffix('\n').unwrap_or(text).split_once(' ').unwrap_or_default();
                    u64::from_str_radix(seal, 16).is_ok_and(|seal| seal == mark(rest))
                };
                assert!(read(text.as_bytes()).is_none() || is_sealed(text), "a torn line is none");
                let line = format!("{:016x} {text}", mark(text));
                let Some(Read::Record(record)) = read(line.as_bytes()) else { return true };
                let changed = line.replacen(' ', "  ", 1);
                assert!(read(changed.as_bytes()).is_none(), "a changed line is none");
                read(&framed(&record)) == Some(Read::Record(record))
            }
        }
    }
}
