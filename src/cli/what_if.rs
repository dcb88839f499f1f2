//! `ipi score --what-if "remove LAMP 100"`: actions as they are typed, and what comes of them.

use super::nearest::nearest;
use super::usage::Usage;
use ipi::account::{Account, Steer};
use ipi::assess::Assessment;
use ipi::factor::Parts;
use ipi::ids::{Sku, printable};
use ipi::plan::{self, Action, Gauge, Holdings, What, WhatIf};
use ipi::units::Units;

/// What may be asked for.
const VERBS: [What; 5] = [What::Remove, What::Receive, What::Ship, What::Fix, What::Hold];

/// An action to be tried out.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct WhatIfArgs {
    /// What would the score be after this: remove, receive, ship, fix or hold, a SKU, and units, such as "remove LAMP 100" (may be
    /// repeated); as ipi skus says it: sell down is ship, restock is receive, relist is fix
    #[arg(long, value_name = "ACTION", value_parser = typed)]
    what_if: Vec<Typed>,
}

/// An action as it was typed: the SKU may hold blanks, and may end with what looks like a number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    what: What,
    /// All behind the verb.
    rest: String,
}

/// How an action is written.
const FORMS: &str = "\"remove SKU UNITS\"; or with receive (restock), ship (sell down), fix (relist) or hold";

/// What the pages of other commands call an action, the longer names first.
const OTHER_NAMES: [(&str, What); 8] = [
    ("restock or hide", What::Receive),
    ("restock-or-hide", What::Receive),
    ("restock", What::Receive),
    ("send", What::Receive),
    ("relist", What::Fix),
    ("sell down", What::Ship),
    ("sell-down", What::Ship),
    ("sell", What::Ship),
];

/// Reads an action by another name, and what stands behind it.
fn other_name(text: &str) -> Option<(What, &str)> {
    OTHER_NAMES.iter().find_map(|(name, what)| {
        let mut rest = text;
        for word in name.split(' ') {
            let (first, behind) = rest.split_once(char::is_whitespace)?;
            rest = first.eq_ignore_ascii_case(word).then(|| behind.trim_start())?;
        }
        Some((*what, rest))
    })
}

/// Reads the verb; what else it says is told when the SKUs are known.
fn typed(text: &str) -> Result<Typed, String> {
    let text = text.trim();
    let (verb, rest) = text.split_once(char::is_whitespace).ok_or_else(|| format!("write it as {FORMS}"))?;
    if let Some((what, rest)) = other_name(text) {
        return Ok(Typed { what, rest: rest.into() });
    }
    let what = What::named(verb).filter(|what| VERBS.contains(what)).ok_or_else(|| {
        let meant = nearest(verb, VERBS.map(What::key));
        let hint = meant.map_or(format!("write it as {FORMS}"), |meant| format!("did you mean {meant}?"));
        format!("there is no action {}; {hint}", printable(verb))
    })?;
    Ok(Typed { what, rest: rest.trim().into() })
}

impl WhatIfArgs {
    /// Is anything asked?
    pub(super) fn asked(&self) -> bool {
        !self.what_if.is_empty()
    }

    /// What has to be read for it; nothing where nothing is asked.
    pub(super) fn steer(&self) -> Option<Steer> {
        (!self.what_if.is_empty()).then_some(Steer { details: true, ..Steer::default() })
    }

    /// What comes of it; `None` where nothing is asked, or there is no estimate to hold it against.
    pub(super) fn answer(
        &self,
        account: &Account,
        assessment: &Assessment,
    ) -> anyhow::Result<Option<WhatIf>> {
        if self.what_if.is_empty() {
            return Ok(None);
        }
        let (Some(factors), Some(learnt)) = (&assessment.factors, assessment.learnt()) else {
            return Ok(None);
        };
        let parts = Parts::of(account, factors);
        let holdings = Holdings::of(account);
        let meant = self.what_if.iter().map(|typed| typed.meant(account, &parts, &holdings));
        let meant: Vec<_> = meant.collect::<Result<_, _>>()?;
        let Some(gauge) = Gauge::new(learnt, &parts, &holdings, assessment.readings) else { return Ok(None) };
        let answer = WhatIf::of(&gauge, assessment.set, &meant);
        answer.map(Some).map_err(|impossible| Usage(format!("--what-if {impossible}")).into())
    }
}

impl Typed {
    /// The action, with the place of its stock.
    fn meant(&self, account: &Account, parts: &Parts, holdings: &Holdings) -> Result<(usize, Action), Usage> {
        let wrong = |why: &str| Usage(format!("--what-if \"{} {}\": {why}", self.what.key(), self.rest));
        let find = |name: &str| plan::place(account, parts, name);
        let action = |place: usize, units| {
            let sku =
                parts.list.get(place).map_or_else(|| Sku::from(self.rest.as_str()), |part| part.sku.clone());
            (place, Action { sku, what: self.what, units })
        };
        let (name, number) = self.rest.rsplit_once(char::is_whitespace).unwrap_or(("", &self.rest));
        let name = bare(name);
        // A listing is fixed with all of its units where no number is given.
        let whole = bare(&self.rest);
        if let (What::Fix, Some(place)) = (self.what, find(whole)) {
            return Ok(action(place, holdings.at(place).stranded));
        }
        let units = number.parse::<u64>().ok().filter(|units| (1..=Units::MAX_CELL).contains(units));
        let (Some(units), false) = (units, name.is_empty()) else {
            return Err(if self.what == What::Fix {
                unknown(account, whole)
            } else {
                wrong("the last word is no whole number of units above 0, such as \"remove SKU 100\"")
            });
        };
        let place = find(name).ok_or_else(|| unknown(account, name))?;
        Ok(action(place, Units::new(units)))
    }
}

/// A name without the quotes around it.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let quoted = |quote| name.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    quoted('"').or(quoted('\'')).unwrap_or(name)
}

/// No report knows the SKU: which may be meant?
fn unknown(account: &Account, name: &str) -> Usage {
    let known = account.stocks.iter().flat_map(|facts| facts.names()).map(Sku::as_str);
    let meant = nearest(name, known).map_or(String::new(), |meant| format!("; did you mean {meant}?"));
    Usage(format!("--what-if: no report knows the SKU {name}{meant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_is_the_verb() {
        let read = |text| typed(text).map(|typed| (typed.what, typed.rest));
        assert_eq!(read("remove MUG BLUE 11OZ 5"), Ok((What::Remove, "MUG BLUE 11OZ 5".into())));
        assert_eq!(read(" Fix  \"A B\" "), Ok((What::Fix, "\"A B\"".into())));
        assert_eq!(read("relist LAMP"), Ok((What::Fix, "LAMP".into())));
        assert_eq!(read("remov LAMP 5"), Err("there is no action remov; did you mean remove?".into()));
        for (text, what) in [
            ("sell down GARLAND-PINE 46", What::Ship),
            ("Sell  Down GARLAND-PINE 46", What::Ship),
            ("sell-down GARLAND-PINE 46", What::Ship),
            ("sell GARLAND-PINE 46", What::Ship),
            ("relist GARLAND-PINE 46", What::Fix),
            ("restock GARLAND-PINE 46", What::Receive),
            ("restock or hide GARLAND-PINE 46", What::Receive),
            ("restock-or-hide GARLAND-PINE 46", What::Receive),
        ] {
            assert_eq!(read(text), Ok((what, "GARLAND-PINE 46".into())), "{text}");
        }
        let keep = read("keep LAMP 5").unwrap_err();
        let words = [
            "there is no action keep",
            "remove",
            "receive (restock)",
            "ship (sell down)",
            "fix (relist)",
            "hold",
        ];
        assert!(words.iter().all(|word| keep.contains(word)), "{keep}");
        assert!(read("dispose LAMP 5").is_err() && read("LAMP").is_err() && read("").is_err());
        assert_eq!((bare("\"A B\""), bare("'A'"), bare("A\"")), ("A B", "A", "A\""));
    }
}
