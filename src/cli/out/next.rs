//! What to type next.

use std::fmt::Write as _;

/// So wide a line is read without scrolling.
const WIDTH: usize = 80;

/// A command, and in a few words what it does.
pub(in crate::cli) type Next = (String, &'static str);

/// Commands to type next: one a line, and nothing else on it that could be taken for a part. Words that do not fit beside
/// their command stand under it.
pub(in crate::cli) fn next(commands: &[Next]) -> String {
    let length = |command: &str| command.chars().count();
    let width = commands.iter().map(|(command, _)| length(command)).max().unwrap_or(0);
    let mut said = String::new();
    for (command, does) in commands {
        let fits = 2 + width + 2 + length(does) <= WIDTH;
        _ = match fits {
            true => writeln!(said, "  {command:width$}  {does}"),
            false => writeln!(said, "  {command}\n      {does}"),
        };
    }
    said
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn commands_stand_alone_and_what_they_do_beside_or_under_them() {
        let short =
            [("ipi history".to_owned(), "the series"), ("ipi backtest".to_owned(), "how far it is off")];
        assert_eq!(next(&short), "  ipi history   the series\n  ipi backtest  how far it is off\n");
        let long = [("ipi history --account ".to_owned() + &"a".repeat(48), "the series")];
        assert_eq!(next(&long).lines().map(str::len).collect::<Vec<_>>(), [72, 16]);
    }
}
