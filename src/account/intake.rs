//! Files in, recognised reports out; what is wrong with them is gathered, all of it, before anything is refused.

use super::note::Note;
use super::place;
use super::source::SourceFile;
use crate::report::{
    Attempt, Code, Export, Oddity, Plan, Problem, Reading, Report, ReportKind, Sink, Source,
};
use std::sync::Arc;

/// A recognised report and what is known of its file.
pub(super) struct Opened {
    pub(super) report: Report,
    pub(super) file: SourceFile,
    /// Its rows have been read.
    pub(super) read: bool,
    /// It is not of the day judged, and nothing in it counts.
    pub(super) aside: bool,
    /// What is odd about the file as it was read.
    pub(super) oddities: Vec<Oddity>,
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

    /// Is anything at all wrong with the file?
    pub(super) fn any(&self, file: &str) -> bool {
        self.problems.iter().any(|problem| *problem.file == *file)
    }

    fn unreadable(&mut self, file: &Arc<str>, error: &std::io::Error) {
        self.problems.push(Problem::unreadable(file, error));
    }
}

/// Recognises every file. Of files that hold the same text only one is read; of those in sorted order the one with the
/// shortest name, which is how copies get theirs: `report (1).csv`.
pub(super) fn open(sources: &[Source], troubles: &mut Troubles, notes: &mut Vec<Note>) -> Vec<Opened> {
    let mut opened: Vec<Opened> = Vec::new();
    let mut copies: Vec<(Arc<str>, Arc<str>)> = Vec::new();
    for source in sources.iter().filter(|source| !source.is_stray()) {
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
        let mut new = Opened::new(report, source, fingerprint);
        if let Some(twin) = opened.iter_mut().find(|other| new.is_copy(other)) {
            if new.file.file.chars().count() < twin.file.file.chars().count() {
                std::mem::swap(twin, &mut new);
            }
            let (kept, gone) = (twin.file.file.clone(), new.file.file);
            copies.iter_mut().filter(|(_, of)| *of == gone).for_each(|(_, of)| of.clone_from(&kept));
            copies.push((gone, kept));
            continue;
        }
        opened.push(new);
    }
    // A shorter name took the place of the one it copies.
    opened.sort_by(|a, b| a.file.file.cmp(&b.file.file));
    copies.sort();
    notes.extend(copies.into_iter().map(|(file, of)| Note::Copy { file, of }));
    let strays = sources.iter().filter(|source| source.is_stray());
    let files: Vec<_> = strays.map(|source| source.name().clone()).collect();
    notes.extend((!files.is_empty()).then_some(Note::NotRead { files }));
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
        Opened { report, file, read: false, aside: false, oddities: Vec::new() }
    }

    /// Is it the same download as another? A report that does not say its day may well say the same as the week before: where
    /// their names or folders tell different days, both count.
    fn is_copy(&self, other: &Opened) -> bool {
        let day = |opened: &Opened| place::named(&opened.file.file);
        (self.report.kind.tells_its_day() || day(self) == day(other)) && self.report.same_text(&other.report)
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

    /// What is odd about the file, in the order of its columns.
    pub(super) fn oddities(&self) -> impl Iterator<Item = Note> {
        self.oddities.iter().cloned().map(|oddity| {
            let file = self.file.file.clone();
            match oddity {
                Oddity::Cells { column, cells, line, value } => {
                    Note::OddCells { file, column, cells, line, value }
                }
                Oddity::Joined { rows, line } => Note::JoinedLines { file, rows, line },
                Oddity::Encoding { taken } => Note::EncodingTaken { file, encoding: taken },
            }
        })
    }

    fn done<S>(&mut self, reading: std::io::Result<Reading<S>>, troubles: &mut Troubles) -> Option<Vec<S>> {
        self.read = true;
        let resolved = reading.and_then(|mut reading| {
            let oddities = self.report.oddities(&mut reading)?;
            let problems = self.report.problems(&mut reading)?;
            Ok((reading, problems, oddities))
        });
        match resolved {
            Ok((reading, problems, oddities)) => {
                self.oddities = oddities;
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
    /// One more, at an offset of the file; they may come in any order.
    #[cold]
    pub(super) fn add(&mut self, offset: u64) {
        self.join(OddRows { rows: 1, first: offset });
    }

    /// Adds others, of any part of the file.
    pub(super) fn join(&mut self, others: OddRows) {
        if others.rows > 0 {
            self.first = if self.rows == 0 { others.first } else { self.first.min(others.first) };
            self.rows += others.rows;
        }
    }

    /// How many there are.
    pub(super) fn count(self) -> u64 {
        self.rows
    }
}

/// A file was not what it seemed; what was folded from it must go.
pub(super) struct Anew;
