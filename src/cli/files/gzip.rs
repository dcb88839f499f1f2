//! Files that are packed alone, in one part or several.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// What the parts of a .gz hold, one after the other. Zeros behind the last part are nothing: tapes, and programs that copy
/// whole blocks, leave them there.
pub(super) struct Parts<R> {
    state: State<R>,
}

enum State<R> {
    /// Within a part.
    In(Box<GzDecoder<R>>),
    Over,
}

impl<R: BufRead> Parts<R> {
    pub(super) fn new(packed: R) -> Self {
        Parts { state: State::In(Box::new(GzDecoder::new(packed))) }
    }
}

impl<R: BufRead> Read for Parts<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let State::In(part) = &mut self.state else { return Ok(0) };
            let read = part.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let State::In(part) = std::mem::replace(&mut self.state, State::Over) else { return Ok(0) };
            let mut rest = part.into_inner();
            match rest.fill_buf()?.first() {
                None => {}
                Some(0) => only_zeros(&mut rest)?,
                Some(_) => self.state = State::In(Box::new(GzDecoder::new(rest))),
            }
        }
    }
}

/// Reads on to the end; anything but zeros there is damage.
fn only_zeros(rest: &mut impl BufRead) -> io::Result<()> {
    loop {
        let bytes = rest.fill_buf()?;
        if bytes.is_empty() {
            return Ok(());
        }
        if bytes.iter().any(|byte| *byte != 0) {
            return Err(io::Error::other("something that is not packed follows what is"));
        }
        let read = bytes.len();
        rest.consume(read);
    }
}
