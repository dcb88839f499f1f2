//! What a run knew of each SKU, as the bytes that the store keeps: small, and read back to the last digit.
//!
//! A gzip stream, whose own checksum and length tell damage, of blocks of SKUs. Within a block each figure stands as a column
//! of variable-length numbers: the difference to a figure that it is mostly near to. A name is told by how much of the one
//! before it shares, since an account lists its SKUs in the order of their names.

use crate::dates::{IN_STOCK_DAYS, SNAPSHOT_AGES};
use crate::factor::{FactorKind, FactorSet, Part, Parts};
use crate::ids::Sku;
use crate::units::Units;
use chrono::{Datelike as _, NaiveDate};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, BufReader, Read as _, Write as _};

/// The number of this way to write; a change of it takes the next one.
pub(super) const FORMAT: i64 = 1;
/// Of a run with more SKUs none is kept.
pub const MOST_SKUS: usize = 500_000;
/// Nor of one whose names take more bytes than this together.
const MOST_NAME_BYTES: usize = 64 << 20;
/// Nor of one that takes more bytes than this when packed.
pub const MOST_BYTES: usize = 16 << 20;
/// No stock has as many units; so sums over [`MOST_SKUS`] of them, by day too, stay whole numbers.
const MOST_UNITS: u64 = 1 << 38;
/// SKUs whose columns are written together: few enough to stay in the processor's cache.
const BLOCK: usize = 512;

/// A figure of a part and the one to which its difference is told, which is read before it.
struct Column {
    near: fn(&Part) -> u64,
    get: fn(&Part) -> u64,
    set: fn(&mut Part, u64),
}

const COLUMNS: [Column; 11] = [
    Column { near: |_| 0, get: |part| part.on_hand.get(), set: |part, n| part.on_hand = Units::new(n) },
    Column { near: |_| 0, get: |part| part.excess.get(), set: |part, n| part.excess = Units::new(n) },
    Column { near: |_| 0, get: |part| part.stranded.get(), set: |part, n| part.stranded = Units::new(n) },
    Column {
        near: |part| part.on_hand.get(),
        get: |part| part.stranded_of.get(),
        set: |part, n| part.stranded_of = Units::new(n),
    },
    Column { near: |_| 0, get: |part| part.shipped_90.get(), set: |part, n| part.shipped_90 = Units::new(n) },
    Column {
        near: |part| part.on_hand.get(),
        get: |part| part.snapshots[0].get(),
        set: |part, n| part.snapshots[0] = Units::new(n),
    },
    snapshot::<1>(),
    snapshot::<2>(),
    snapshot::<3>(),
    Column {
        // Sales of 60 days, mostly two thirds of those of 90.
        near: |part| part.shipped_90.get() / 3 * 2,
        get: |part| part.weight.get(),
        set: |part, n| part.weight = Units::new(n),
    },
    Column {
        near: |_| 0,
        get: |part| part.days_out.into(),
        set: |part, n| part.days_out = u16::try_from(n).unwrap_or(u16::MAX),
    },
];

/// A snapshot beside the next newer one.
const fn snapshot<const K: usize>() -> Column {
    Column {
        near: |part| part.snapshots[K - 1].get(),
        get: |part| part.snapshots[K].get(),
        set: |part, n| part.snapshots[K] = Units::new(n),
    }
}

/// What a run knew of each SKU, packed.
///
/// Some two dozen bytes a SKU. Made from parts one by one, so that whoever packs them need not hold them all.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    pub(super) skus: usize,
    pub(super) bytes: Vec<u8>,
}

impl Packed {
    /// Packs parts; `None` where they are more than is kept ([`MOST_SKUS`], [`MOST_BYTES`]), or more than any report states.
    ///
    /// ```
    /// use ipi::factor::{FactorSet, Part, Parts};
    /// use ipi::history::Packed;
    /// use ipi::units::Units;
    /// let mut part = Part::new("LAMP".into());
    /// part.on_hand = Units::new(200);
    /// part.set_snapshots([200, 210, 220, 210].map(Units::new));
    /// let parts = Parts { list: vec![part], stated: FactorSet::FOUR, days: None };
    /// assert_eq!(Packed::of(&parts).unwrap().parts().unwrap(), parts);
    /// ```
    #[must_use]
    pub fn of(parts: &Parts) -> Option<Packed> {
        Packed::each(parts.stated, parts.days, parts.list.iter().cloned())
    }

    /// As [`Packed::of`], from parts that come one by one.
    #[must_use]
    pub fn each(
        stated: FactorSet,
        days: Option<[NaiveDate; SNAPSHOT_AGES.len()]>,
        parts: impl IntoIterator<Item = Part>,
    ) -> Option<Packed> {
        // Writing into memory does not fail.
        write(stated, days, parts.into_iter()).ok().flatten()
    }

    /// Reads the parts back.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub fn parts(&self) -> io::Result<Parts> {
        unpack(&self.bytes)
    }
}

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packed({} SKUs in {} bytes)", self.skus, self.bytes.len())
    }
}

fn write(
    stated: FactorSet,
    days: Option<[NaiveDate; SNAPSHOT_AGES.len()]>,
    mut parts: impl Iterator<Item = Part>,
) -> io::Result<Option<Packed>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    let mut columns = Vec::new();
    for factor in FactorKind::ALL {
        put(&mut columns, stated.has(factor).into());
    }
    put(&mut columns, days.is_some().into());
    for day in days.into_iter().flatten() {
        put(&mut columns, zigzag(day.num_days_from_ce().into()));
    }
    let (mut skus, mut names) = (0, 0);
    let mut before = Sku::from("");
    let mut block: Vec<Part> = Vec::with_capacity(BLOCK);
    loop {
        block.extend(parts.by_ref().take(BLOCK));
        skus += block.len();
        names += block.iter().map(|part| part.sku.as_str().len()).sum::<usize>();
        if skus > MOST_SKUS || names > MOST_NAME_BYTES || !block.iter().all(is_possible) {
            return Ok(None);
        }
        // The block without a SKU is the last.
        put(&mut columns, block.len() as u64);
        if let Some(last) = block.last() {
            write_block(&mut columns, before.as_str(), &block);
            before = last.sku.clone();
        }
        out.write_all(&columns)?;
        if block.is_empty() {
            break;
        }
        columns.clear();
        block.clear();
    }
    let bytes = out.finish()?;
    Ok((bytes.len() <= MOST_BYTES).then_some(Packed { skus, bytes }))
}

fn write_block<'a>(columns: &mut Vec<u8>, mut before: &'a str, block: &'a [Part]) {
    let own_average = block.iter().any(|part| part.average.to_bits() != mean(part).to_bits());
    put(columns, own_average.into());
    for part in block {
        let name = part.sku.as_str();
        let shared = before.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        put(columns, shared as u64);
        put(columns, (name.len() - shared) as u64);
        columns.extend_from_slice(&name.as_bytes()[shared..]);
        before = name;
    }
    for column in &COLUMNS {
        for part in block {
            let off = (column.get)(part).wrapping_sub((column.near)(part));
            put(columns, zigzag(off.cast_signed()));
        }
    }
    if own_average {
        block.iter().for_each(|part| columns.extend_from_slice(&part.average.to_le_bytes()));
    }
}

/// Reads parts back.
pub(super) fn unpack(packed: &[u8]) -> io::Result<Parts> {
    let mut from = BufReader::new(GzDecoder::new(packed));
    let mut flag = || Ok::<bool, io::Error>(get_at_most(&mut from, 1)? == 1);
    let stated = FactorSet { excess: flag()?, sell_through: flag()?, stranded: flag()?, in_stock: flag()? };
    let days = if flag()? {
        let mut days = [NaiveDate::default(); SNAPSHOT_AGES.len()];
        for day in &mut days {
            let number = i32::try_from(unzigzag(get(&mut from)?)).ok();
            *day = number.and_then(NaiveDate::from_num_days_from_ce_opt).ok_or_else(damaged)?;
        }
        Some(days)
    } else {
        None
    };
    // Grown as it is read, so that a number that is wrong takes no memory.
    let mut list: Vec<Part> = Vec::new();
    let (mut name, mut names) = (Vec::new(), 0);
    loop {
        let count = get_at_most(&mut from, BLOCK.min(MOST_SKUS - list.len()))?;
        if count == 0 {
            break;
        }
        let own_average = get_at_most(&mut from, 1)? == 1;
        let start = list.len();
        for _ in 0..count {
            let shared = get_at_most(&mut from, name.len())?;
            let own = get_at_most(&mut from, MOST_NAME_BYTES)?;
            names += shared + own;
            if names > MOST_NAME_BYTES {
                return Err(damaged());
            }
            name.resize(shared + own, 0);
            from.read_exact(&mut name[shared..])?;
            list.push(Part::new(Sku::from(std::str::from_utf8(&name).map_err(|_| damaged())?)));
        }
        for column in &COLUMNS {
            for part in &mut list[start..] {
                let off = unzigzag(get(&mut from)?).cast_unsigned();
                let figure = off.wrapping_add((column.near)(part));
                (column.set)(part, figure);
            }
        }
        for part in &mut list[start..] {
            part.average = if own_average {
                let mut bytes = [0; 8];
                from.read_exact(&mut bytes)?;
                f64::from_le_bytes(bytes)
            } else {
                mean(part)
            };
        }
        if !list[start..].iter().all(is_possible) {
            return Err(damaged());
        }
    }
    // What is behind the last figure is the checksum, which is looked at only when the end is read.
    if from.read(&mut [0])? > 0 || !from.into_inner().into_inner().is_empty() {
        return Err(damaged());
    }
    Ok(Parts { list, stated, days })
}

/// Is every figure one that a report may state?
fn is_possible(part: &Part) -> bool {
    COLUMNS.iter().all(|column| (column.get)(part) <= MOST_UNITS)
        && part.days_out <= IN_STOCK_DAYS
        && (0.0..=MOST_UNITS as f64).contains(&part.average)
}

/// The mean of the snapshots, as [`Part::set_snapshots`] has it.
fn mean(part: &Part) -> f64 {
    let sum = part.snapshots.iter().fold(0_u64, |sum, units| sum.saturating_add(units.get()));
    sum as f64 / SNAPSHOT_AGES.len() as f64
}

fn damaged() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

/// Small differences of either sign as small numbers.
fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)).cast_unsigned()
}

fn unzigzag(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

/// Writes a number in as many bytes as it needs, seven bits in each, the lowest first.
#[allow(clippy::cast_possible_truncation)] // the low bits are what is meant
fn put(block: &mut Vec<u8>, mut n: u64) {
    while n > 0x7f {
        block.push(n as u8 | 0x80);
        n >>= 7;
    }
    block.push(n as u8);
}

fn get(from: &mut impl BufRead) -> io::Result<u64> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let byte = match from.fill_buf()? {
            [] => return Err(io::ErrorKind::UnexpectedEof.into()),
            [byte, ..] => *byte,
        };
        from.consume(1);
        n |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(n);
        }
    }
    Err(damaged())
}

fn get_at_most(from: &mut impl BufRead, most: usize) -> io::Result<usize> {
    usize::try_from(get(from)?).ok().filter(|&n| n <= most).ok_or_else(damaged)
}
