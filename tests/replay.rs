//! The corpus of the fuzzer (`tests/fuzz`) replayed, and some inputs like it: whatever is read, no target fails.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "simulated/dice.rs"]
#[allow(dead_code)] // the dice are shared
mod dice;
mod targets;

use dice::Dice;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// So many inputs like those of the corpus are tried of each target.
const ALIKE: usize = 150;
/// Such an input is no longer than this.
const LONGEST: usize = 2000;
/// All of the corpus together, in bytes.
const MOST: usize = 400_000;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn names(folder: &Path) -> BTreeSet<String> {
    folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = folder("fixtures/fuzz").join(target);
    names(&folder).iter().map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

/// An input like those of a corpus: one with some bytes changed, or the beginning of one and the end of another.
fn alike(inputs: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    fn below(dice: &mut Dice, n: usize) -> usize {
        usize::try_from(dice.below(n.max(1) as u64)).unwrap()
    }
    let mut input = inputs[below(dice, inputs.len())].clone();
    for _ in 0..=below(dice, 4) {
        let other = &inputs[below(dice, inputs.len())];
        let (at, from) = (below(dice, input.len()), below(dice, other.len()));
        let to = (at + below(dice, 9)).min(input.len());
        match dice.below(5) {
            0 => _ = input.splice(at..to, []),
            1 => _ = input.splice(at..at, [u8::try_from(dice.below(256)).unwrap()]),
            2 => input.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << dice.below(8)),
            3 => _ = input.splice(at.., other[from..].iter().copied()),
            _ => {
                let again = input[at..to].repeat(3);
                input.splice(at..to, again);
            }
        }
    }
    input.truncate(LONGEST);
    input
}

fn replay(target: &str) {
    let run = targets::ALL.iter().find(|(name, _)| *name == target).unwrap().1;
    let inputs = corpus(target);
    assert!(inputs.len() >= 5, "{target} has a corpus");
    inputs.iter().for_each(|input| run(input));
    let dice = &mut Dice(17);
    for _ in 0..ALIKE {
        let input = alike(&inputs, dice);
        let found = std::panic::catch_unwind(|| run(&input));
        assert!(found.is_ok(), "{target} fails on {:?}", String::from_utf8_lossy(&input));
    }
}

macro_rules! replays {
    ($(fn $target:ident();)*) => {
        $(#[test] fn $target() { replay(stringify!($target)); })*

        /// All targets that are replayed.
        const REPLAYED: &[&str] = &[$(stringify!($target)),*];
    };
}

replays! {
    fn recognise();
    fn split();
    fn decode();
    fn readers();
    fn dates();
    fn numbers();
    fn settings();
    fn archives();
    fn workbooks();
    fn import();
    fn manifest();
    fn journal();
}

#[test]
fn every_target_is_replayed_and_fuzzed_and_has_a_small_corpus() {
    let all: BTreeSet<String> = targets::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(all, REPLAYED.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(all, names(&folder("fixtures/fuzz")));
    let size: usize = all.iter().flat_map(|target| corpus(target)).map(|input| input.len()).sum();
    assert!(size < MOST, "{size} bytes");
    // The fuzzer is no part of the package.
    let fuzzer = folder("tests/fuzz");
    if fuzzer.is_dir() {
        let files = names(&fuzzer.join("targets"));
        assert_eq!(all.iter().map(|name| format!("{name}.rs")).collect::<BTreeSet<_>>(), files);
        let manifest = fs::read_to_string(fuzzer.join("Cargo.toml")).unwrap();
        assert!(all.iter().all(|name| manifest.contains(&format!("name = \"{name}\""))), "{manifest}");
    }
}
