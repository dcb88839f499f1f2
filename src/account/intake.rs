//! Files in, recognised reports out; what is wrong with them is gathered, all of it, before anything is refused.

use super::note::Note;
use super::source::SourceFile;
use crate::report::{Attempt, Code, Export, Plan, Problem, Reading, Report, ReportKind, Sink, Source};
use std::sync::Arc;

/// A recognised report and what is known of its file.
pub(super) struct Opened {
    pub(super) report: Report,
    pub(super) file: SourceFile,
    /// Its rows have been read.
    pub(super) read: bool,
    source: Source,
}

/// What is wrong so far.
#[derive(Default)]
pub(super) struct Troubles {
    pub(super) problems: Vec<Problem>,
    /// Rows left out of files that were read.
    pub(super) rows: u64,
}

impl Troubles {
    pub(super) fn file(&mut self, code: Code, file: &Arc<str>, detail: impl Into<String>) {
        self.problems.push(Problem::of_file(code, file).detail(detail));
    }

    /// Takes over what was found in one file.
    pub(super) fn take(&mut self, found: Troubles, of: &SourceFile) {
        self.problems.extend(found.problems.into_iter().filter(|problem| problem.file == of.file));
        self.rows += of.left_out;
    }

    /// Takes over all that was found.
    pub(super) fn take_all(&mut self, found: Troubles) {
        self.problems.extend(found.problems);
        self.rows += found.rows;
    }

    /// Is something wrong with the file as a whole, so that nothing of it is used?
    pub(super) fn void(&self, file: &str) -> bool {
        self.problems.iter().any(|problem| *problem.file == *file && problem.line.is_none())
    }

    fn unreadable(&mut self, file: &Arc<str>, error: &std::io::Error) {
        self.problems.push(Problem::unreadable(file, error));
    }
}

/// Recognises every file. Files of the same bytes are problems, and only the first of them is read.
pub(super) fn open(sources: &[Source], troubles: &mut Troubles) -> Vec<Opened> {
    let mut opened: Vec<Opened> = Vec::new();
    for source in sources {
        let report = match Report::open(source) {
            Ok(report) => report,
            Err(problems) => {
                troubles.problems.extend(problems);
                continue;
            }
        };
        let fingerprint = match source.fingerprint() {
            Ok(fingerprint) => fingerprint,
            Err(error) => {
                troubles.unreadable(source.name(), &error);
                continue;
            }
        };
        let mut twins = opened.iter().filter(|other| other.file.fingerprint == fingerprint);
        match twins.find(|other| other.source.same_bytes(source).unwrap_or(false)) {
            Some(twin) => {
                troubles.file(Code::DuplicateFile, source.name(), format!("the other is {}", twin.file.file));
            }
            None => opened.push(Opened::new(report, source, fingerprint)),
        }
    }
    opened
}

impl Opened {
    fn new(report: Report, source: &Source, fingerprint: u64) -> Self {
        let shape = report.shape();
        let file = SourceFile {
            file: source.name().clone(),
            kind: report.kind,
            rows: 0,
            left_out: 0,
            days: None,
            encoding: shape.encoding,
            delimiter: shape.delimiter,
            bytes: shape.bytes,
            fingerprint,
            used: false,
        };
        Opened { report, file, read: false, source: source.clone() }
    }

    /// Reads all rows into sinks of their own. `None` where the medium fails, which is then a problem.
    pub(super) fn read<E: Export, S: Sink<E>>(
        &mut self,
        plan: &Plan,
        troubles: &mut Troubles,
        new: impl Fn() -> S + Sync,
    ) -> Option<Vec<S>> {
        let reading = self.report.read_alone::<E, S>(plan, new);
        self.done(reading, troubles)
    }

    /// Reads all rows into sinks that share what they fill. `Err` where that has to be thrown away and begun anew.
    pub(super) fn read_shared<E: Export, S: Sink<E>>(
        &mut self,
        plan: &Plan,
        troubles: &mut Troubles,
        new: impl Fn() -> S + Sync,
    ) -> Result<Vec<S>, Anew> {
        match self.report.read::<E, S>(plan, new) {
            Ok(Attempt::Again) => Err(Anew),
            Ok(Attempt::Read(reading)) => Ok(self.done(Ok(reading), troubles).unwrap_or_default()),
            Err(error) => Ok(self.done(Err(error), troubles).unwrap_or_default()),
        }
    }

    /// How many odd rows there are and the line of the first; `None` where there is none.
    pub(super) fn odd(&self, odd: OddRows) -> Option<(u64, u64)> {
        // The file was read a moment ago. Should it be gone by now, the first line stands for the line.
        (odd.rows > 0).then(|| (odd.rows, self.report.line_at(odd.first).unwrap_or(1)))
    }

    /// A note, where the end of the file leaves room for a cut that nothing else tells.
    pub(super) fn unended(&self) -> Option<Note> {
        // A file that can no longer be read has been read before: then there is nothing to add.
        let may_be_cut =
            self.report.may_be_cut().unwrap_or(false) && ReportKind::READ.contains(&self.file.kind);
        may_be_cut.then(|| Note::NoFinalLineEnd { file: self.file.file.clone() })
    }

    fn done<S>(&mut self, reading: std::io::Result<Reading<S>>, troubles: &mut Troubles) -> Option<Vec<S>> {
        self.read = true;
        let resolved = reading.and_then(|mut reading| {
            let problems = self.report.problems(&mut reading)?;
            Ok((reading, problems))
        });
        match resolved {
            Ok((reading, problems)) => {
                self.file.rows = reading.rows;
                self.file.left_out = reading.left_out;
                self.file.encoding = self.report.shape().encoding;
                troubles.rows += reading.left_out;
                troubles.problems.extend(problems);
                Some(reading.sinks)
            }
            Err(error) => {
                troubles.unreadable(&self.file.file, &error);
                None
            }
        }
    }
}

/// Rows of a file that are odd and count all the same: how many, and where the first of them stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OddRows {
    rows: u64,
    first: u64,
}

impl OddRows {
    /// One more, at an offset of the file; rows of a piece come in order.
    #[cold]
    pub(super) fn add(&mut self, offset: u64) {
        if self.rows == 0 {
            self.first = offset;
        }
        self.rows += 1;
    }

    /// How many there are.
    pub(super) fn count(self) -> u64 {
        self.rows
    }

    /// Adds those of the next piece.
    pub(super) fn join(&mut self, next: OddRows) {
        if self.rows == 0 {
            self.first = next.first;
        }
        self.rows += next.rows;
    }
}

/// A file was not what it seemed; what was folded from it must go.
pub(super) struct Anew;
