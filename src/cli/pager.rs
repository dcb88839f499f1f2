//! What is longer than the screen goes through a pager, as other tools do it.

use ipi::system::PAGER;
use std::io::{IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

/// Shows a page in the pager, if it is longer than the screen. False where there is no screen, no need or no pager: then it
/// is to be printed.
pub(super) fn show(page: &str) -> bool {
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return false;
    }
    let Some((_, terminal_size::Height(height))) = terminal_size::terminal_size() else { return false };
    page.lines().count() >= usize::from(height) && run(page).unwrap_or(false)
}

/// The pager of `IPI_PAGER`, else of `PAGER`, else the one of the system; an empty name is none.
fn run(page: &str) -> std::io::Result<bool> {
    let named = ["IPI_PAGER", "PAGER"].iter().find_map(std::env::var_os);
    let named = named.map_or_else(|| PAGER.to_owned(), |named| named.to_string_lossy().into_owned());
    let mut words = named.split_whitespace();
    let Some(program) = words.next() else { return Ok(false) };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    // Colours pass, short pages end at once, and the page stays on the screen.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let mut pager = command.spawn()?;
    if let Some(mut stdin) = pager.stdin.take() {
        // Whoever leaves the pager early has seen enough.
        _ = stdin.write_all(page.as_bytes());
    }
    pager.wait()?;
    Ok(true)
}
