//! One conversation with the server: what an RFC 5321 client says to hand over one letter.

use super::fault::{Fault, Reply, Stage, said, shown};
use super::password::Password;
use super::server::Server;
use crate::cli::mail::args::Security;
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// A letter, as a server sees it.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) bytes: Vec<u8>,
}

/// What became of a letter that was taken for one recipient at least.
#[derive(Clone, Debug, Default)]
pub(super) struct Receipt {
    pub(super) taken: Vec<String>,
    /// Refused for good.
    pub(super) refused: Vec<Reply>,
    /// Not taken now.
    pub(super) later: Vec<Reply>,
}

impl Receipt {
    /// The same, with what a server said in other words.
    fn retold(self, tell: &dyn Fn(&str) -> String) -> Receipt {
        let all = |replies: Vec<Reply>| replies.into_iter().map(|reply| reply.retold(tell)).collect();
        Receipt { refused: all(self.refused), later: all(self.later), ..self }
    }
}

/// The ways to log in, best first.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
/// The letter is taken: a farewell that is not answered is no loss.
const FAREWELL: Duration = Duration::from_secs(1);

/// Hands a letter over within `left`, however slow the server answers: the name is looked up and the server is heard in a thread of its
/// own, which ends with the program if need be.
pub(super) fn send(
    server: &Server,
    password: Option<&Password>,
    letter: &Outgoing,
    left: Duration,
) -> Result<Receipt, Fault> {
    let (tell, told) = mpsc::channel();
    let in_body = Arc::new(AtomicBool::new(false));
    let (server, password, letter, mark) =
        (server.clone(), password.cloned(), letter.clone(), Arc::clone(&in_body));
    std::thread::spawn(move || {
        let mut open = None;
        // What a server says may repeat what it heard; it is looked through before anybody else sees it.
        let hide = |said: &str| shown(&password.as_ref().map_or(said.into(), |it| it.hidden_in(said)));
        let handed = converse(&server, password.as_ref(), &letter, &mark, &mut open);
        let handed = handed.map(|receipt| receipt.retold(&hide)).map_err(|fault: Fault| fault.retold(&hide));
        // What became of the letter is told first: a run that ends while it waits for a farewell is not to send it again.
        _ = tell.send(handed);
        if let Some(mut connection) = open {
            // Whatever it says to that changes nothing.
            _ = connection.set_timeout(Some(FAREWELL));
            _ = connection.quit();
        }
    });
    told.recv_timeout(left).unwrap_or_else(|_| {
        Err(Fault::Silent(if in_body.load(Ordering::SeqCst) { Stage::Body } else { Stage::Envelope }))
    })
}

fn converse(
    server: &Server,
    password: Option<&Password>,
    letter: &Outgoing,
    in_body: &AtomicBool,
    open: &mut Option<SmtpConnection>,
) -> Result<Receipt, Fault> {
    let found = (server.host.as_str(), server.port).to_socket_addrs();
    let places: Vec<_> = found.map_err(|error| Fault::Unknown(error.to_string()))?.collect();
    let credentials = server
        .login
        .as_ref()
        .zip(password)
        .map(|((user, _), password)| Credentials::new(user.clone(), password.reveal().to_owned()));
    let is_here = |place: &SocketAddr| place.ip().is_loopback();
    if credentials.is_some() && server.security == Security::None && !places.iter().all(is_here) {
        return Err(Fault::Unprotected);
    }
    let connection = open.insert(connect(server, &places)?);
    if let Some(credentials) = &credentials {
        login(connection, credentials)?;
    }
    hand_over(connection, letter, in_body)
}

/// Connects and secures the connection; where that is wanted and cannot be, nothing more is said.
fn connect(server: &Server, places: &[SocketAddr]) -> Result<SmtpConnection, Fault> {
    let mut tls = TlsParameters::builder(server.host.clone());
    if let Some(authority) = &server.authority {
        tls = tls.add_root_certificate(authority.clone());
    }
    let tls = if server.security == Security::None {
        None
    } else {
        Some(tls.build_rustls().map_err(|error| Fault::Odd(error.to_string()))?)
    };
    let at_once = tls.as_ref().filter(|_| server.security == Security::Tls);
    let name = ClientId::default();
    let mut connection = SmtpConnection::connect(places, Some(server.timeout), &name, at_once, None)
        .map_err(|error| Fault::of(&error, Stage::Connect))?;
    if let Some(tls) = tls.as_ref().filter(|_| server.security == Security::Starttls) {
        if !connection.can_starttls() {
            return Err(Fault::NoStarttls);
        }
        connection.starttls(tls, &name).map_err(|error| Fault::of(&error, Stage::Secure))?;
    }
    // What is asked for above cannot fail quietly; this holds it against what came of it.
    if connection.is_encrypted() == (server.security == Security::None) {
        return Err(Fault::NoStarttls);
    }
    Ok(connection)
}

fn login(connection: &mut SmtpConnection, credentials: &Credentials) -> Result<(), Fault> {
    if connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
        return Err(Fault::NoLogin);
    }
    let answer =
        connection.auth(&MECHANISMS, credentials).map_err(|error| Fault::of(&error, Stage::Login))?;
    expect(&answer, 235)
}

fn hand_over(
    connection: &mut SmtpConnection,
    letter: &Outgoing,
    in_body: &AtomicBool,
) -> Result<Receipt, Fault> {
    let address =
        |text: &String| text.parse::<Address>().map_err(|error| Fault::Refused(format!("{text}: {error}")));
    let mut options = Vec::new();
    if letter.to.iter().chain([&letter.from]).any(|text| !text.is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Fault::Refused("it knows no addresses beyond ASCII (SMTPUTF8)".into()));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    let failed = |error| Fault::of(&error, Stage::Envelope);
    expect(&connection.command(Mail::new(Some(address(&letter.from)?), options)).map_err(failed)?, 250)?;
    let mut receipt = Receipt::default();
    for to in &letter.to {
        match connection.command(Rcpt::new(address(to)?, Vec::new())) {
            // 251 is taken too: it goes on to somewhere else.
            Ok(answer) if answer.has_code(251) => receipt.taken.push(to.clone()),
            Ok(answer) => {
                expect(&answer, 250)?;
                receipt.taken.push(to.clone());
            }
            Err(error) => {
                let reply = Reply { to: to.clone(), said: said(&error) };
                match Fault::of(&error, Stage::Envelope) {
                    Fault::Refused(_) => receipt.refused.push(reply),
                    Fault::Later(..) => receipt.later.push(reply),
                    fault => return Err(fault),
                }
            }
        }
    }
    if receipt.taken.is_empty() {
        return match receipt.later.first() {
            None => Err(Fault::Recipients(receipt.refused)),
            // Those that are refused are asked about again with the others.
            Some(reply) => Err(Fault::Later(Stage::Envelope, format!("{}: {}", reply.to, reply.said))),
        };
    }
    expect(&connection.command(Data).map_err(failed)?, 354)?;
    in_body.store(true, Ordering::SeqCst);
    expect(&connection.message(&letter.bytes).map_err(|error| Fault::of(&error, Stage::Body))?, 250)?;
    Ok(receipt)
}

/// Is an answer the one that belongs to the question? One that was slipped in before the connection was secured is not.
fn expect(answer: &Response, code: u16) -> Result<(), Fault> {
    if answer.has_code(code) {
        return Ok(());
    }
    Err(Fault::Odd(format!("it answers {} where {code} is due", answer.code())))
}
