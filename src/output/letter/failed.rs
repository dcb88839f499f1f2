//! The letter about a week without a score: an error has to reach somebody too.

use super::marks::{self, escaped};
use super::text::Lines;
use super::told::sent;
use super::{Letter, Occasion};
use crate::ids::printable;

/// Lines of the error that the text shows.
const SHOWN: usize = 17;

/// The letter about an error: `why` in a few words, `error` with all its lines.
#[must_use]
pub fn failed(why: &str, error: &str, account: Option<&str>, occasion: &Occasion<'_>) -> Letter {
    let account = account.map_or(String::new(), |name| format!("{}: ", printable(name)));
    let lines: Vec<_> = error.lines().map(printable).filter(|line| !line.trim().is_empty()).collect();
    let lead = format!("No score this week: {why}.");
    let next = "Once that is put right, the command below sends the letter of the week.";
    let sent = sent(occasion);
    let mut text = Lines::default();
    text.say(&lead, 1);
    text.say("What is wrong, and what to do next:", 1);
    text.blank();
    let (mut left, mut shown) = (SHOWN, 0);
    for line in &lines {
        let before = text.0.lines().count();
        if left == 0 {
            break;
        }
        text.say(line, left.min(5));
        shown += 1;
        left = left.saturating_sub(text.0.lines().count() - before);
    }
    if shown < lines.len() {
        text.say(&format!("... and {} more lines, which ipi check shows.", lines.len() - shown), 1);
    }
    text.blank();
    text.say(next, 1);
    text.commands(&sent, 2);
    let items: String = lines.iter().map(|line| marks::text(line)).collect();
    let small = marks::small(next) + &marks::commands(&sent.head, &sent.commands);
    let body = format!("{}{items}{}{small}", marks::title(&lead), marks::rule());
    Letter {
        subject: format!("{account}IPI: no score this week — {why}"),
        text: text.0,
        html: marks::document(&escaped(&lead), &body),
    }
}
