//! A table's rows, read in pieces by several threads, every one of them checked.
//!
//! A file is cut at line ends. Where quotes may hide a line end, a piece could begin in the middle of a record: each
//! piece tells where it began and where it ended, and unless every piece begins where the one before it ended, the file
//! is read again in one piece. What pieces find is put together in the order of the file, so that nothing depends on how
//! many threads there were.

mod together;
mod wrong;

use super::cells::{Cells, Places};
use super::code::Code;
use super::columns::Columns;
use super::date::{DateOrder, Dates};
use super::fault::Faults;
use super::odd::Odd;
use super::packed::REACH;
use super::scan::{BLOCK, Marks, mark};
use super::table::Table;
use bumpalo::Bump;
use encoding_rs::UTF_8;
use std::cell::Cell;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use together::together;
use wrong::{Wrong, open_quote};

/// A longer row than this is damage: a quote that never closes, or no report at all.
const LONGEST_ROW: usize = 16 << 20;

/// What rows that go on into the next chunk mostly leave of one at most.
const LEFT_OVER: usize = 8 << 10;
/// Room behind the bytes of a chunk.
const MARGIN: usize = REACH + BLOCK;

/// How a file is read; it changes the time that takes, never the result.
#[derive(Debug)]
pub struct Plan {
    /// Threads that read at once.
    pub threads: usize,
    /// Bytes of a piece; a file is shared out between threads by the piece.
    pub piece: u64,
    /// Bytes that a thread holds in memory at once.
    pub chunk: usize,
    /// Bytes read so far, for whoever shows progress.
    pub read: Arc<AtomicU64>,
}

impl Plan {
    /// The sizes that measured best, for this many threads.
    #[must_use]
    pub fn with_threads(threads: usize) -> Self {
        Plan { threads: threads.max(1), piece: 4 << 20, chunk: 128 << 10, read: Arc::default() }
    }
}

/// One kind of export: its columns, and how a row is read from them.
pub(crate) trait Export {
    /// A row with every cell read as what it means.
    type Row<'a>;
    /// What is kept from row to row to be faster; nothing for most.
    type Kept: Default;
    /// The columns that are looked up in the header.
    fn columns() -> &'static Columns;
    /// Reads a row; `None` where the row does not concern FBA stock or sales, or is blank.
    fn row<'a>(cells: &mut Cells<'a, '_, Self::Kept>) -> Option<Self::Row<'a>>;
}

/// Takes the good rows of one piece.
pub(crate) trait Sink<E: Export>: Send {
    /// One row, which stands at an offset of the file.
    fn row(&mut self, row: E::Row<'_>, offset: u64);
    /// The piece is over.
    fn end(&mut self) {}
}

/// A file turned out to be different from what its beginning said: it has to be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surprise {
    /// Not all of it is UTF-8.
    NotUtf8,
    /// Dates are in this order.
    Order(DateOrder),
    /// Dates are in an order that cannot be told.
    NoOrder,
    /// Some rows are short, and in this file a line end inside a cell would make them so.
    Short,
    /// A record lies across the place where it was cut.
    CutInside,
}

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum Stop {
    Surprised(Surprise),
    Failed(io::Error),
}

/// What reading a file gave.
pub(crate) struct Reading<S> {
    /// The sinks of the pieces, in the order of the file.
    pub(crate) sinks: Vec<S>,
    /// Rows that are not blank.
    pub(crate) rows: u64,
    /// Rows left out because something in them is wrong.
    pub(crate) left_out: u64,
    /// What the file's dates say about their order.
    pub(super) order: Option<DateOrder>,
    pub(super) faults: Faults,
    pub(super) odd: Odd,
}

struct Piece<S> {
    sink: S,
    rows: u64,
    left_out: u64,
    faults: Faults,
    dates: Dates,
    /// Offset of its first record; `None` where it lies within one that is longer than it.
    begin: Option<u64>,
    /// Offset of the first record behind it.
    end: u64,
    /// Its last row is longer than any may be.
    too_long: bool,
}

/// Reads all rows of `table` as rows of `E`.
pub(super) fn read<E: Export, S: Sink<E>>(
    table: &Table,
    plan: &Plan,
    new: impl Fn() -> S + Sync,
) -> Result<Reading<S>, Stop> {
    let reader = Reader::new::<E>(table, plan);
    let length = table.source.len();
    let pieces =
        if reader.table.one_piece { 1 } else { (length - table.body).div_ceil(plan.piece.max(1)).max(1) };
    let (next, last) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
    let work = || {
        let mut done = Vec::new();
        let (mut chunk, mut marks, mut kept) = (Vec::new(), Marks::default(), E::Kept::default());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            // Behind a row that is too long nothing is read.
            if number as u64 >= pieces || number > last.load(Ordering::Relaxed) {
                return done;
            }
            let from = table.body + number as u64 * plan.piece;
            let to = if number as u64 + 1 == pieces { length } else { from + plan.piece };
            let piece = reader.piece::<E, S>(from, to, new(), &mut chunk, &mut marks, &mut kept);
            if piece.as_ref().is_ok_and(|piece| piece.too_long) {
                last.fetch_min(number, Ordering::Relaxed);
            }
            let failed = piece.is_err();
            done.push((number, piece));
            if failed {
                return done;
            }
        }
    };
    let helpers = plan.threads.min(usize::try_from(pieces).unwrap_or(usize::MAX)) - 1;
    let mut pieces: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for thread in threads {
            all.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    let last = last.into_inner();
    pieces.retain(|(number, _)| *number <= last);
    pieces.sort_by_key(|(number, _)| *number);
    let pieces: Result<Vec<_>, Stop> = pieces.into_iter().map(|(_, piece)| piece).collect();
    together(table, pieces?.into_iter())
}

struct Reader<'t> {
    table: &'t Table,
    plan: &'t Plan,
    places: Places,
    cells: usize,
}

impl<'t> Reader<'t> {
    fn new<E: Export>(table: &'t Table, plan: &'t Plan) -> Self {
        let places = Places::new(&table.names.find(E::columns()).places);
        Reader { table, plan, places, cells: table.header.len() }
    }

    /// Reads the records that begin in `from..to`.
    fn piece<E: Export, S: Sink<E>>(
        &self,
        from: u64,
        to: u64,
        sink: S,
        buffer: &mut Vec<u8>,
        marks: &mut Marks,
        kept: &mut E::Kept,
    ) -> Result<Piece<S>, Stop> {
        let dates = Dates::new(self.table.day_first, self.table.unsure_days);
        let faults = Faults::default();
        let mut piece = Piece {
            sink,
            rows: 0,
            left_out: 0,
            faults,
            dates,
            begin: Some(from),
            end: from,
            too_long: false,
        };
        // A piece that does not begin the file begins behind the first line end at or after the byte before it.
        let mut looking = from > self.table.body;
        let mut at = if looking { from - 1 } else { from };
        let mut filled = 0;
        loop {
            // More than is read: a last line without an end gets one, and blanks fill the last block.
            // Of a row that goes on and on, twice as much each time: it is looked through anew.
            let room = (filled + self.plan.chunk.max(16).max(filled)).min(LONGEST_ROW + 1);
            if buffer.len() < room + MARGIN {
                // Room for what is left of a row or two of the chunk before, and not for twice the chunk.
                let wanted = room + MARGIN + LEFT_OVER;
                buffer.reserve_exact(wanted - buffer.len());
                buffer.resize(wanted, 0);
            }
            let n = self
                .table
                .source
                .fill(at + filled as u64, &mut buffer[filled..room])
                .map_err(Stop::Failed)?;
            self.plan.read.fetch_add(n as u64, Ordering::Relaxed);
            filled += n;
            let over = filled < room;
            if looking {
                match memchr::memchr(b'\n', &buffer[..filled]) {
                    Some(line_end) => {
                        buffer.copy_within(line_end + 1..filled, 0);
                        at += line_end as u64 + 1;
                        filled -= line_end + 1;
                        looking = false;
                    }
                    None => {
                        at += filled as u64;
                        filled = 0;
                    }
                }
                piece.begin = Some(at);
                piece.end = at;
                if looking && at >= to && !over {
                    // Whoever reads the record that began before it reads on; here none begins.
                    piece.begin = None;
                    return Ok(self.finish::<E, S>(piece));
                }
                if looking && !over {
                    continue;
                }
            }
            if over && filled > 0 && buffer[filled - 1] != b'\n' {
                buffer[filled] = b'\n';
                filled += 1;
            }
            if at >= to || (filled == 0 && over) {
                return Ok(self.finish::<E, S>(piece));
            }
            if filled == 0 {
                // The line end that was looked for was the last byte of the chunk.
                continue;
            }
            buffer[filled..filled + MARGIN - 1].fill(b' ');
            let blocks = &buffer.as_chunks().0[..filled.div_ceil(BLOCK)];
            mark(blocks, self.table.delimiter, self.table.quote, self.table.widest, marks);
            self.records::<E, S>(buffer, at, to, marks, kept, &mut piece)?;
            let stopped = piece.end >= to;
            if over && !stopped && marks.used() < filled {
                // Only an open quote keeps the last line from being a record.
                // Its bytes tell in which encoding the file is all the same.
                if self.is_utf8_so_far() && std::str::from_utf8(&buffer[marks.used()..filled]).is_err() {
                    return Err(Stop::Surprised(Surprise::NotUtf8));
                }
                open_quote(&buffer[..filled], at, self.table.delimiter, marks, &mut piece);
            }
            if over || stopped {
                return Ok(self.finish::<E, S>(piece));
            }
            if marks.used() == 0 && filled > LONGEST_ROW {
                // What follows is not looked at; by what may be a row at most it is told in which encoding the file is.
                if self.is_utf8_so_far() && !begins_as_utf8(&buffer[..LONGEST_ROW]) {
                    return Err(Stop::Surprised(Surprise::NotUtf8));
                }
                piece.too_long = true;
                piece.left_out += 1;
                piece.faults.add_row(Code::TooLong, at, format!("over {} MiB", LONGEST_ROW >> 20));
                return Ok(self.finish::<E, S>(piece));
            }
            buffer.copy_within(marks.used()..filled, 0);
            at += marks.used() as u64;
            filled -= marks.used();
        }
    }

    /// Is the file taken for sound UTF-8, without having been looked at for that from end to end?
    fn is_utf8_so_far(&self) -> bool {
        self.table.encoding == UTF_8 && !self.table.damaged
    }

    fn finish<E: Export, S: Sink<E>>(&self, mut piece: Piece<S>) -> Piece<S> {
        piece.sink.end();
        piece
    }

    /// Reads the marked records of a chunk that lies at `at` in the file, as far as they begin before `to`.
    ///
    /// A function by itself: what it has at hand it needs for every row.
    #[inline(never)]
    fn records<E: Export, S: Sink<E>>(
        &self,
        chunk: &[u8],
        at: u64,
        to: u64,
        marks: &mut Marks,
        kept: &mut E::Kept,
        piece: &mut Piece<S>,
    ) -> Result<(), Stop> {
        let utf8 =
            self.table.encoding != UTF_8 || marks.wide().all(|wide| is_utf8(chunk, &wide, marks.used()));
        if !utf8 && !self.table.damaged {
            return Err(Stop::Surprised(Surprise::NotUtf8));
        }
        let careful = !utf8 || marks.nul || marks.hidden;
        let limit = usize::try_from(to - at).unwrap_or(usize::MAX);
        let (mut first, mut start) = (0, 0);
        let (bounds, records) = marks.parts();
        let bounds = Cell::from_mut(bounds).as_slice_of_cells();
        let spare = Bump::new();
        let Piece { sink, rows, left_out, faults, dates, .. } = piece;
        let mut cells = Cells {
            chunk,
            offset: at,
            bounds,
            places: &self.places,
            encoding: self.table.encoding,
            header: &self.table.header,
            semicolons: self.table.delimiter == b';',
            spare: &spare,
            dates,
            faults,
            kept,
        };
        for &upto in records {
            if start >= limit {
                break;
            }
            let Some(bounds) = bounds.get(first..=upto as usize) else { break };
            let [begin, .., next] = bounds else { break };
            let offset = at + u64::from(begin.get());
            first = upto as usize;
            start = next.get() as usize;
            // The first half of a line end of two characters is no part of the last cell.
            let half = u32::from(chunk.get(start.wrapping_sub(2)) == Some(&b'\r'));
            next.set(next.get() - half);
            cells.bounds = bounds;
            if (careful || bounds.len() != self.cells + 1)
                && let Some(wrong) = self.wrong(&mut cells, at + start as u64, careful)
            {
                match wrong {
                    Wrong::Blank => {}
                    Wrong::Unreadable { lines, code, detail } => {
                        *rows += lines;
                        *left_out += lines;
                        cells.faults.add_row(code, offset, detail);
                    }
                    Wrong::Header => {
                        *rows += 1;
                        *left_out += 1;
                        cells.faults.add_header(offset);
                    }
                    Wrong::CutOff { detail } => {
                        *rows += 1;
                        *left_out += 1;
                        cells.faults.add_end(Code::CellCount, offset, detail);
                    }
                }
            } else {
                let before = cells.faults.total;
                let read = E::row(&mut cells);
                *rows += 1;
                if cells.faults.total != before {
                    *left_out += 1;
                } else if let Some(read) = read {
                    sink.row(read, offset);
                }
            }
            next.set(next.get() + half);
        }
        // A last line without an end has been given one, which the file does not have.
        piece.end = (at + start as u64).min(self.table.source.len());
        Ok(())
    }
}

/// Are these bytes UTF-8, but for a character that is cut at their end?
fn begins_as_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Is a stretch of a chunk UTF-8, as far as it lies in the `used` bytes of whole records? Around it every byte is ASCII,
/// so no character lies across its ends.
#[inline]
fn is_utf8(chunk: &[u8], stretch: &Range<usize>, used: usize) -> bool {
    let end = stretch.end.min(used);
    stretch.start >= end || simdutf8::basic::from_utf8(&chunk[stretch.start..end]).is_ok()
}
