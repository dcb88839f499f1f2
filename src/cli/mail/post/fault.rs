//! Why a letter did not go out, by what is to be done about it.

use super::server::Server;
use crate::cli::mail::args::Security;
use ipi::output::words::printable;
use lettre::transport::smtp::Error;
use rustls::CertificateError;
use std::error::Error as _;
use std::io;

/// How far a conversation with the server had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Connect,
    Secure,
    Login,
    Envelope,
    /// The message itself: what became of it is not known until the server answers.
    Body,
}

/// What a server said of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) to: String,
    pub(super) said: String,
}

impl Reply {
    /// The same in other words.
    pub(super) fn retold(self, tell: &dyn Fn(&str) -> String) -> Reply {
        Reply { said: tell(&self.said), ..self }
    }
}

/// Why it did not go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No such host is known.
    Unknown(String),
    /// Nothing listens there.
    NobodyThere,
    /// The network says why.
    Unreachable(String),
    /// No answer in time.
    Silent(Stage),
    /// The connection ended.
    Broken(Stage),
    /// The server does not offer to secure the connection.
    NoStarttls,
    /// What answers there does not speak TLS.
    NotTls,
    /// The certificate is not to be trusted.
    Certificate(String),
    /// A password is given, and the server knows no way to log in that we do.
    NoLogin,
    /// The server took no password for an answer, or not this one.
    LoginRefused(String),
    /// The server wants somebody to log in.
    LoginWanted(String),
    /// A password would have gone over a connection that anybody can read.
    Unprotected,
    /// Come back later.
    Later(Stage, String),
    /// The letter is refused, for good.
    Refused(String),
    /// Every recipient is refused, for good.
    Recipients(Vec<Reply>),
    /// The server turns us away before it knows what we want.
    TurnedAway(String),
    /// Something else.
    Odd(String),
}

impl Fault {
    /// What `error` means at a stage of the conversation.
    pub(super) fn of(error: &Error, stage: Stage) -> Fault {
        if let Some(code) = error.status() {
            let said = said(error);
            return match (stage, u16::from(code)) {
                (stage, ..500) => Fault::Later(stage, said),
                (Stage::Connect, _) => Fault::TurnedAway(said),
                (Stage::Secure, _) => Fault::NoStarttls,
                (Stage::Login, _) => Fault::LoginRefused(said),
                (_, 530 | 538) => Fault::LoginWanted(said),
                _ => Fault::Refused(said),
            };
        }
        let Some(cause) = error.source().and_then(|source| source.downcast_ref::<io::Error>()) else {
            let text = error.to_string();
            // What a connection says that ends in the middle of an answer.
            return if text.contains("incomplete response") {
                Fault::Broken(stage)
            } else {
                Fault::Odd(text)
            };
        };
        if let Some(tls) = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return match tls {
                rustls::Error::InvalidCertificate(why) => Fault::Certificate(certificate(why)),
                rustls::Error::InvalidMessage(_) => Fault::NotTls,
                other => Fault::Odd(format!("the connection cannot be secured: {other}")),
            };
        }
        match cause.kind() {
            io::ErrorKind::ConnectionRefused => Fault::NobodyThere,
            // A read that waits too long has another name on every system.
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Fault::Silent(stage),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Fault::Broken(stage),
            _ => Fault::Unreachable(cause.to_string()),
        }
    }

    /// The same, with what a server said in other words.
    pub(super) fn retold(self, tell: &dyn Fn(&str) -> String) -> Fault {
        match self {
            Fault::LoginRefused(said) => Fault::LoginRefused(tell(&said)),
            Fault::LoginWanted(said) => Fault::LoginWanted(tell(&said)),
            Fault::Later(stage, said) => Fault::Later(stage, tell(&said)),
            Fault::Refused(said) => Fault::Refused(tell(&said)),
            Fault::TurnedAway(said) => Fault::TurnedAway(tell(&said)),
            Fault::Odd(what) => Fault::Odd(tell(&what)),
            Fault::Recipients(replies) => {
                Fault::Recipients(replies.into_iter().map(|reply| reply.retold(tell)).collect())
            }
            other => other,
        }
    }

    /// Is it worth another try in a while? Not where the letter may have arrived: that is for the next run.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Fault::Unknown(_) | Fault::NobodyThere | Fault::Unreachable(_) | Fault::Later(..) => true,
            Fault::Silent(stage) | Fault::Broken(stage) => *stage < Stage::Body,
            _ => false,
        }
    }

    /// Is it the letter that is refused, and not we, or the moment?
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Fault::Refused(_) | Fault::Recipients(_))
    }

    /// Would it be the same with another letter?
    pub(super) fn is_of_server(&self) -> bool {
        match self {
            Fault::Later(stage, _) => *stage < Stage::Envelope,
            fault => !fault.is_refusal(),
        }
    }

    /// In words, with what to do next.
    pub(super) fn words(&self, server: &Server) -> String {
        let host = &server.host;
        let seconds = server.timeout.as_secs();
        match self {
            Fault::Unknown(why) => format!(
                "{host}: no such server is found ({why}); next: is host right, and is the network up?"
            ),
            Fault::NobodyThere => {
                format!(
                    "{server} refuses the connection: nothing listens there; next: is the server running there, and are host and port right?"
                )
            }
            Fault::Unreachable(why) => format!("{server} cannot be reached: {why}; next: is the network up?"),
            Fault::Silent(Stage::Connect) if server.security == Security::Starttls => format!(
                "no answer from {server} within {seconds} s; next: are host and port right? A port like 465 wants security = \"tls\""
            ),
            Fault::Silent(Stage::Body) => format!(
                "no answer from {server} within {seconds} s after the letter; it may have arrived: should it come twice, both have one Message-ID"
            ),
            Fault::Silent(_) => format!(
                "no answer from {server} within {seconds} s; next: try again, or give it a longer timeout"
            ),
            Fault::Broken(Stage::Body) => format!(
                "{server} ended the connection in the middle of the letter; it may have arrived: should it come twice, both have one Message-ID"
            ),
            Fault::Broken(_) => {
                format!("{server} ended the connection; next: is security right for that port?")
            }
            Fault::NoStarttls => format!(
                "{server} does not offer to secure the connection (STARTTLS), so nothing was said; next: security = \"tls\" with port 465, or \
                 another network, should somebody between have taken the offer out"
            ),
            Fault::NotTls => format!(
                "{server} does not speak TLS from the beginning; next: security = \"starttls\" with port 587"
            ),
            Fault::Certificate(why) => format!("{server} is not trusted: {why}"),
            Fault::NoLogin => format!(
                "{server} knows no way to log in that ipi knows (PLAIN, LOGIN); next: leave user out, or ask its keeper"
            ),
            Fault::LoginRefused(reply) => format!(
                "{server} refuses user and password: {reply}; next: are user and password right? Many providers want an app password"
            ),
            Fault::LoginWanted(reply) => format!(
                "{server} wants a login: {reply}; next: user, and password_file or another place, under [mail]"
            ),
            Fault::Unprotected => format!(
                "a password would go to {server} over a connection that anybody can read, so it was not sent; next: security = \"starttls\" or \"tls\""
            ),
            Fault::Later(_, reply) => format!("{server} takes nothing now: {reply}"),
            Fault::Refused(reply) => format!("{server} refuses the letter: {reply}"),
            Fault::Recipients(replies) => {
                let all: Vec<_> =
                    replies.iter().map(|reply| format!("{}: {}", reply.to, reply.said)).collect();
                format!("{server} refuses every recipient: {}", all.join("; "))
            }
            Fault::TurnedAway(reply) => format!("{server} turns ipi away: {reply}"),
            Fault::Odd(what) => format!("{server}: {what}"),
        }
    }
}

/// The server's own words, as they came.
pub(super) fn said(error: &Error) -> String {
    let code = error.status().map_or(String::new(), |code| format!("{code} "));
    let text = error.source().map_or(String::new(), ToString::to_string);
    code + &text
}

/// Words of a server in one line of bounded length.
pub(super) fn shown(said: &str) -> String {
    let text = printable(&said.split_whitespace().collect::<Vec<_>>().join(" "));
    let text: String = text.chars().take(200).collect();
    text.trim_end().to_owned()
}

/// What is wrong with a certificate, and what to do.
fn certificate(why: &CertificateError) -> String {
    match why {
        CertificateError::UnknownIssuer => {
            "nobody known here has signed its certificate; next: for a server of your own, name its authority: ca_file = \"ca.pem\"".into()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired; next: its keeper has to renew it; is this computer's clock right?".into()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet; next: is this computer's clock right?".into()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name; next: name the server in host as its certificate does".into()
        }
        other => format!("its certificate is not valid ({other})"),
    }
}
