//! One part of a fleet, of as many as there are machines.

use ipi::hash::Mark;
use std::str::FromStr;

/// The `part`-th of `parts`, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    part: u64,
    parts: u64,
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers =
            text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if (1..=parts).contains(&part) => Ok(Shard { part, parts }),
            _ => Err("write it as 3/64, counted from 1/64 to 64/64"),
        }
    }
}

impl Shard {
    /// Is an account of this part? The id alone tells, so that an account stays in its part whatever the order of the manifest and
    /// whoever is added to it.
    pub(super) fn has(self, id: &str) -> bool {
        Mark::default().with(id.as_bytes()).get() % self.parts == self.part - 1
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn every_account_is_of_one_part_and_the_parts_are_about_even() {
        let shards: Vec<Shard> = (1..=7).map(|part| format!("{part}/7").parse().unwrap()).collect();
        let mut counts = [0; 7];
        for number in 0..7000 {
            let of: Vec<_> = (0..7).filter(|&part| shards[part].has(&format!("shop-{number}"))).collect();
            assert_eq!(of.len(), 1);
            counts[of[0]] += 1;
        }
        // Seven times the root of 1,000 each way would be beyond chance.
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
        for text in ["0/3", "4/3", "1/0", "1", "a/b", "-1/3", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
