//! The letter as text: a bounded number of lines, whatever there is to say.

use super::Letter;
use super::told::{Commands, Told};
use crate::output::text::wrap;

/// Draws it. The bounds below add up to [`Letter::LINES`]: 2 + 1 + 2 + 2 + 5 + 1 + 1 + 4 + 2 + 1 + 2 + 2, and with faults, which take
/// three lines, two of the reason and one of the last.
pub(super) fn text(told: &Told) -> String {
    let mut out = Lines::default();
    out.say(&told.lead, 1);
    out.say(&told.todo, 1);
    out.blank();
    let (first, rest) = told.faults.split_at(told.faults.len().min(1));
    for fault in first {
        out.say(
            &format!("Look at this before you trust the figures: {fault}"),
            if rest.is_empty() { 3 } else { 2 },
        );
    }
    if !rest.is_empty() {
        out.say(&format!("And {} more; the details below name them.", rest.len()), 1);
    }
    out.say(&told.about, 2);
    out.say(&told.verdict, 2);
    let head = told.facts.iter().map(|fact| fact.head.chars().count()).max().unwrap_or(0);
    for fact in &told.facts {
        let room = Letter::WIDTH.saturating_sub(head + 2);
        let line = fact.line(|line| line.chars().count() <= room);
        out.line(format!("{:head$}  {line}", fact.head).trim_end());
    }
    out.say(&told.over, 1);
    out.blank();
    out.say(&told.why, if told.faults.is_empty() { 4 } else { 2 });
    out.say(&told.next, 2);
    out.say(&told.age, 1);
    out.commands(&told.sent, 2);
    out.commands(&told.more, if told.faults.is_empty() { 2 } else { 1 });
    out.0
}

/// Lines of a bounded width.
#[derive(Default)]
pub(super) struct Lines(pub(super) String);

impl Lines {
    /// Adds a text in `most` lines at most; what is longer is cut, and shows it.
    pub(super) fn say(&mut self, text: &str, most: usize) {
        if text.is_empty() {
            return;
        }
        let mut wrapped = String::new();
        wrap(&mut wrapped, text, "", "", u16::try_from(Letter::WIDTH).unwrap_or(u16::MAX));
        let lines: Vec<_> = wrapped.lines().collect();
        for (at, line) in lines.iter().take(most).enumerate() {
            let is_cut = at + 1 == most && lines.len() > most;
            self.line(&if is_cut { format!("{line} ...") } else { (*line).to_owned() });
        }
    }

    /// Adds commands, each of them whole, in `most` lines at most; those for which there is no line left are not told.
    pub(super) fn commands(&mut self, Commands { head, commands }: &Commands, most: usize) {
        let line = format!("{head} {}", commands.join("; "));
        let lines = match commands.as_slice() {
            _ if line.chars().count() <= Letter::WIDTH => vec![line],
            [command] => {
                self.say(head, 1);
                vec![command.clone()]
            }
            [first, rest @ ..] => {
                [format!("{head} {first}")].into_iter().chain(rest.iter().cloned()).collect()
            }
            [] => Vec::new(),
        };
        lines.iter().take(most).for_each(|line| {
            self.0 += line;
            self.0.push('\n');
        });
    }

    /// Adds a line, cut where it is too wide.
    pub(super) fn line(&mut self, line: &str) {
        let is_wide = line.chars().count() > Letter::WIDTH;
        match line.strip_suffix(" ...").filter(|_| is_wide).or(is_wide.then_some(line)) {
            Some(wide) => {
                let kept: String = wide.chars().take(Letter::WIDTH - 4).collect();
                self.0 += kept.trim_end();
                self.0 += " ...";
            }
            None => self.0 += line,
        }
        self.0.push('\n');
    }

    /// Adds an empty line.
    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::page::{Fact, Tone};

    /// As much as there can be to say, and words that are wider than a line.
    fn crowded(faults: usize) -> Told {
        let long = || "word ".repeat(100) + &"x".repeat(200);
        let command = || format!("ipi {}", "z".repeat(90));
        let fact = Fact {
            head: "In stock > 99.9 % excellent".into(),
            items: vec!["y".repeat(90)],
            rest: 7,
            ..Fact::default()
        };
        Told {
            lead: long(),
            todo: long(),
            faults: vec![long(); faults],
            about: long(),
            verdict: long(),
            tone: Tone::Bad,
            facts: vec![fact; 5],
            over: long(),
            why: long(),
            next: long(),
            age: long(),
            sent: Commands { head: long(), commands: vec![command()] },
            more: Commands { head: "More:".into(), commands: vec![command(), command()] },
        }
    }

    #[test]
    fn whatever_there_is_to_say_fits() {
        for faults in [0, 1, 2, 9] {
            let text = text(&crowded(faults));
            assert!(text.lines().count() <= Letter::LINES, "{faults}: {} lines", text.lines().count());
            let is_command = |line: &str| line.contains("ipi zzz");
            assert!(
                text.lines().all(|line| is_command(line) || line.chars().count() <= Letter::WIDTH),
                "{text}"
            );
            let whole = text.lines().filter(|line| line.ends_with(&"z".repeat(90))).count();
            assert_eq!(whole, if faults == 0 { 3 } else { 2 }, "no command is cut: {text}");
            assert_eq!(
                text.lines().position(str::is_empty),
                Some(2),
                "what a phone shows first stands in two lines"
            );
            assert!(text.contains(" ...\nipi zzz"), "what is cut shows it");
        }
        assert_eq!(text(&crowded(0)).lines().count(), Letter::LINES, "there is room for no more");
    }

    #[test]
    fn what_is_cut_shows_it() {
        let mut lines = Lines::default();
        lines.say(&"ab ".repeat(60), 1);
        lines.line(&"z".repeat(79));
        lines.line(&"z".repeat(78));
        let drawn: Vec<_> = lines.0.lines().collect();
        assert_eq!(drawn[0], format!("{}ab ...", "ab ".repeat(24)));
        assert_eq!(
            (drawn[1], drawn[2]),
            (format!("{} ...", "z".repeat(74)).as_str(), "z".repeat(78).as_str())
        );
    }
}
