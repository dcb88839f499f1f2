//! Bytes that can be read at any position, wherever they come from: a file on disk, a stream, what an archive held.

use super::on_disk::OnDisk;
use ipi::report::ReadAt;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write};

/// A stream up to this size stays in memory; a larger one goes to a temporary file that no name leads to.
const IN_MEMORY: usize = 16 << 20;

/// No report is so large: a stream that does not end is stopped here, before it fills the disk.
pub(super) const MOST: u64 = 8 << 30;

/// What a stream held.
pub(super) enum Spool {
    Memory(Vec<u8>),
    Disk(OnDisk),
}

impl Spool {
    /// Reads a stream to its end, `most` bytes and [`MOST`] at most.
    pub(super) fn of(stream: impl Read, most: u64) -> io::Result<Spool> {
        let mut spooling = Spooling::default();
        let length = io::copy(&mut stream.take(most.min(MOST) + 1), &mut spooling)?;
        if length > MOST {
            return Err(io::Error::other("it is larger than 8 GiB: that is no report"));
        }
        if length > most {
            return Err(io::Error::other("unpacked it is more than 200 times as large: that is no report"));
        }
        spooling.done()
    }

    /// The same on disk, where it is not there already.
    pub(super) fn on_disk(self) -> io::Result<OnDisk> {
        match self {
            Spool::Disk(file) => Ok(file),
            Spool::Memory(bytes) => {
                let mut file = tempfile::tempfile()?;
                file.write_all(&bytes)?;
                file.seek(SeekFrom::Start(0))?;
                Ok(OnDisk::of(file, bytes.len() as u64))
            }
        }
    }
}

impl ReadAt for Spool {
    fn len(&self) -> u64 {
        match self {
            Spool::Memory(bytes) => ReadAt::len(bytes),
            Spool::Disk(file) => file.len(),
        }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Spool::Memory(bytes) => bytes.read_at(offset, buffer),
            Spool::Disk(file) => file.read_at(offset, buffer),
        }
    }
}

/// What is written here becomes a [`Spool`].
#[derive(Default)]
pub(super) struct Spooling {
    head: Vec<u8>,
    rest: Option<(io::BufWriter<File>, u64)>,
}

impl Spooling {
    pub(super) fn done(self) -> io::Result<Spool> {
        let Some((rest, length)) = self.rest else { return Ok(Spool::Memory(self.head)) };
        let mut file = rest.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Spool::Disk(OnDisk::of(file, length)))
    }
}

impl Write for Spooling {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.rest.is_none() {
            if self.head.len() + bytes.len() < IN_MEMORY {
                self.head.extend_from_slice(bytes);
                return Ok(bytes.len());
            }
            let mut file = io::BufWriter::new(tempfile::tempfile()?);
            file.write_all(&self.head)?;
            self.rest = Some((file, self.head.len() as u64));
            self.head = Vec::new();
        }
        if let Some((file, length)) = &mut self.rest {
            file.write_all(bytes)?;
            *length += bytes.len() as u64;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.rest.as_mut().map_or(Ok(()), |(file, _)| file.flush())
    }
}
