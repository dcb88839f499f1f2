//! A letter with all its tries: what passes is tried again, what is refused is not.

use super::fault::{Fault, Reply, Stage};
use super::password::Password;
use super::server::Server;
use super::session::{self, Outgoing};
use crate::cli::out::warning;
use std::time::Instant;

/// What became of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Who got it.
    pub(super) taken: Vec<String>,
    /// Who is refused, for good.
    pub(super) refused: Vec<Reply>,
    /// Why it did not reach the others.
    pub(super) left: Option<Fault>,
}

/// Sends it, and gives up at `until`. Behind it `letter.to` holds those that it did not reach, and that are not refused.
pub(super) fn deliver(
    server: &Server,
    password: Option<&Password>,
    letter: &mut Outgoing,
    until: Instant,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut wait = server.wait;
    for count in 1.. {
        let left = until.saturating_duration_since(Instant::now());
        let fault = match session::send(server, password, letter, left) {
            Ok(receipt) => {
                outcome.taken.extend(receipt.taken);
                outcome.refused.extend(receipt.refused);
                letter.to = receipt.later.iter().map(|reply| reply.to.clone()).collect();
                match receipt.later.first() {
                    None => break,
                    Some(reply) => Fault::Later(Stage::Envelope, format!("{}: {}", reply.to, reply.said)),
                }
            }
            Err(Fault::Recipients(replies)) => {
                letter.to.clear();
                outcome.refused.extend(replies);
                break;
            }
            Err(fault) => fault,
        };
        let left = until.saturating_duration_since(Instant::now());
        if !fault.is_passing() || count >= server.tries || wait >= left {
            outcome.left = Some(fault);
            break;
        }
        warning(&format!(
            "{}; try {} of {} in {} s",
            fault.words(server),
            count + 1,
            server.tries,
            wait.as_secs()
        ));
        std::thread::sleep(wait);
        wait = wait.saturating_mul(3);
    }
    outcome
}
