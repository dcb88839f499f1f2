//! A letter as RFC 5322 has it.

use super::addresses::Addresses;
use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use ipi::hash::Mark;
use ipi::output::letter::Letter;
use ipi::output::words;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, MultiPart, SinglePart};

/// A message, ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// What is left of the `@` of its Message-ID: letters, digits, points and hyphens.
    pub(super) id: String,
    pub(super) subject: String,
    /// Address of the sender.
    pub(super) from: String,
    /// Addresses of those who get it.
    pub(super) to: Vec<String>,
    pub(super) bytes: Vec<u8>,
}

/// A file that goes with it.
pub(super) struct Attachment {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Message {
    /// Puts it together. The same letter for the same day has the same Message-ID and the same bytes, so that a letter which is sent
    /// twice is known to be one; `about` tells letters of other days apart.
    pub(super) fn of(
        letter: &Letter,
        addresses: &Addresses,
        attachment: Option<Attachment>,
        about: &str,
        (today, at): (NaiveDate, DateTime<Utc>),
    ) -> anyhow::Result<Message> {
        let Addresses { from, to, reply_to } = addresses;
        let to_whom: Vec<_> = to.iter().map(|mailbox| mailbox.email.to_string()).collect();
        let from_whom = from.email.to_string();
        let day = today.to_string();
        let parts = [about, &day, &from_whom, &letter.subject, &letter.text, &letter.html];
        let parts = parts.into_iter().chain(to_whom.iter().map(String::as_str));
        // A zero ends each part, so that none runs into the next.
        let hash = parts.fold(Mark::default(), |hash, part| hash.with(part.as_bytes()).with(&[0])).get();
        let id = format!("ipi.{}.{day}.{:016x}", words::week(today).to_ascii_lowercase(), hash);
        let mut builder = lettre::Message::builder().date(at.into()).from(from.clone());
        for mailbox in to {
            builder = builder.to(mailbox.clone());
        }
        if let Some(mailbox) = reply_to {
            builder = builder.reply_to(mailbox.clone());
        }
        let builder = builder
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
            .raw_header(subject(&letter.subject))
            // No absence notice is to answer it (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ))
            // By it ipi knows its own letters, should one lie among the reports.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("X-Mailer"), "ipi".into()));
        let part = |kind, text: &str| {
            SinglePart::builder()
                .header(kind)
                .header(ContentTransferEncoding::QuotedPrintable)
                .body(text.to_owned())
        };
        // The boundary is the letter's own, where the usual one is drawn by lot.
        let alternative = MultiPart::alternative()
            .boundary(format!("ipi-a-{:016x}", hash))
            .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
            .singlepart(part(ContentType::TEXT_HTML, &letter.html));
        let body = match attachment {
            None => alternative,
            Some(Attachment { name, kind, bytes }) => MultiPart::mixed()
                .boundary(format!("ipi-m-{:016x}", hash))
                .multipart(alternative)
                .singlepart(Part::new(name).body(bytes, ContentType::parse(kind)?)),
        };
        let message = builder.multipart(body).context("the letter cannot be put together")?;
        Ok(Message {
            id,
            subject: letter.subject.clone(),
            from: from_whom,
            to: to_whom,
            bytes: message.formatted(),
        })
    }
}

/// The subject. Where something in it looks like an encoded word of RFC 2047, such as `=?utf-8?q?=41?=`, all of it is encoded here:
/// it would be let stand, and read as what it does not say.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    if !text.contains("=?") {
        return HeaderValue::new(name, text.to_owned());
    }
    // So much of a word goes into a line, with what stands around it.
    const ROOM: usize = 54;
    let (mut words, mut word) = (Vec::new(), String::new());
    for c in text.chars() {
        let encoded: String = match c {
            ' ' => "_".into(),
            c if c.is_ascii_alphanumeric() => c.into(),
            c => c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("={byte:02X}")).collect(),
        };
        if word.len() + encoded.len() > ROOM {
            words.push(std::mem::take(&mut word));
        }
        word += &encoded;
    }
    words.push(word);
    let words: Vec<_> = words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect();
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), words.join("\r\n "))
}
