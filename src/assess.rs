//! The one result: everything that any output of `ipi score` or `ipi estimate` says.

use crate::account::{Account, Note, SourceFile, StrandedWord};
use crate::dates::weeks_between;
use crate::factor::bands::{self, Band};
use crate::factor::{FactorKind, FactorSet, Factors, Readings, Worst, sets};
use crate::ids::Marketplace;
use crate::policy::{self, Verdict};
use crate::score::{self, Estimate, Learnt, MODEL, Past, Question, Shown, Week};
use crate::units::Units;
use chrono::NaiveDate;

/// What is true of an account on one day, what its score may be, and what that means.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The day judged.
    pub as_of: NaiveDate,
    /// The marketplace judged, where it is known.
    pub marketplace: Option<Marketplace>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
    /// The factors computed from reports; `None` where the figures were typed in.
    pub factors: Option<Factors>,
    /// The stocks that the factors are worst by; empty where the figures were typed in.
    pub worst: Worst,
    /// The four figures, computed or typed in.
    pub readings: Readings,
    /// Which factors count; all four, with a note, where that is not known.
    pub set: FactorSet,
    /// The estimate; `None` where nothing is known of the account or of the marketplace's factors.
    pub estimate: Option<Estimate>,
    /// The past weeks from which the estimate has learnt.
    pub past: Vec<Week>,
    /// The official score that Amazon showed nearest to the day, where the seller noted one that is near.
    pub official: Option<Shown>,
    /// The newest official score, where it is of so much later that it says nothing of the day.
    pub later: Option<Shown>,
    /// What the score means for storage; `None` where the marketplace is not known.
    pub verdict: Option<Verdict>,
    /// Storage used by storage type, with limits where the seller gave some.
    pub storage: Vec<policy::capacity::Usage>,
    /// Files read.
    pub sources: Vec<SourceFile>,
    /// What a reader should know.
    pub notes: Vec<Note>,
}

impl Assessment {
    /// Judges an account. `past` is asked, with its marketplace, the day and the four figures, for the weeks before.
    #[must_use]
    pub fn of(
        account: &Account,
        limits: &[StorageLimit],
        past: impl FnOnce(Marketplace, NaiveDate, Readings) -> Past,
    ) -> Assessment {
        let known = account.marketplace.map(sets::of);
        let Judged { set, factors, notes: more } = Judged::of(account);
        let mut notes = account.notes.clone();
        notes.extend(more);
        let readings = factors.readings();
        let storage = storage(account, limits);
        let worst = Worst::of(account);
        let told = if account.partial { Readings::default() } else { readings };
        let past = account.marketplace.map(|marketplace| past(marketplace, account.as_of.day(), told));
        let past = past.unwrap_or_default();
        let question = Question { day: account.as_of.day(), set, readings, past: &past.weeks };
        // Where it is not known which factors count, the model has nothing to stand on.
        let asked =
            Some(question).filter(|question| known != Some(None) && is_told(question, account.stranded));
        let (estimate, verdict) = judge(account.marketplace, account.as_of.day(), asked.as_ref(), &past);
        Assessment {
            as_of: account.as_of.day(),
            marketplace: account.marketplace,
            partial: account.partial,
            factors: Some(factors),
            worst,
            readings,
            set,
            estimate,
            official: past.official,
            later: past.later,
            verdict,
            storage,
            sources: account.sources.clone(),
            notes,
            past: past.weeks,
        }
    }

    /// Judges the four figures that Amazon's dashboard shows.
    #[must_use]
    pub fn of_readings(
        marketplace: Marketplace,
        day: NaiveDate,
        readings: Readings,
        past: &Past,
    ) -> Assessment {
        let rule = sets::of(marketplace);
        let set = rule.map_or(FactorSet::FOUR, |rule| rule.set);
        let question = Question { day, set, readings, past: &past.weeks };
        let (estimate, verdict) = judge(Some(marketplace), day, rule.map(|_| &question), past);
        Assessment {
            as_of: day,
            marketplace: Some(marketplace),
            partial: false,
            factors: None,
            worst: Worst::default(),
            readings,
            set,
            estimate,
            official: past.official,
            later: past.later,
            verdict,
            storage: Vec::new(),
            sources: Vec::new(),
            past: past.weeks.clone(),
            notes: if rule.is_none() { vec![Note::FactorsUnknown { marketplace }] } else { Vec::new() },
        }
    }

    /// The model after it has seen the past, to be asked for other figures of the day; `None` where it has nothing to stand on.
    #[must_use]
    pub fn learnt(&self) -> Option<Learnt<'static>> {
        self.estimate.as_ref()?;
        Some(Learnt::new(&MODEL, self.set, &self.past, self.as_of))
    }

    /// The coloured band of a factor; `None` where it has no figure.
    #[must_use]
    pub fn band(&self, factor: FactorKind) -> Option<Band> {
        let value = self.readings.get(factor)?;
        let value = if factor == FactorKind::SellThrough { value } else { value / 100.0 };
        Some(
            self.marketplace
                .map_or(Band::Unknown, |marketplace| bands::of(factor, value, marketplace, self.as_of)),
        )
    }
}

/// The factors of an account, and what was seen while they were computed.
struct Judged {
    set: FactorSet,
    factors: Factors,
    notes: Vec<Note>,
}

impl Judged {
    fn of(account: &Account) -> Judged {
        let mut notes = Vec::new();
        let known = account.marketplace.map(sets::of);
        if let (Some(marketplace), Some(None)) = (account.marketplace, known) {
            notes.push(Note::FactorsUnknown { marketplace });
        }
        let set = known.flatten().map_or(FactorSet::FOUR, |rule| rule.set);
        let (factors, more) = Factors::of(account, set);
        notes.extend(more);
        Judged { set, factors, notes }
    }
}

/// What a score would come to, for a check, which is to see all that the score sees.
pub struct Preview {
    /// What is noted beside what reading noted.
    pub notes: Vec<Note>,
    /// Why there is no estimate, in a few words, where there is none.
    pub too_little: Option<&'static str>,
}

impl Preview {
    /// Computes the factors and asks for an estimate without a past.
    #[must_use]
    pub fn of(account: &Account) -> Preview {
        let Judged { set, factors, notes } = Judged::of(account);
        let question = Question { day: account.as_of.day(), set, readings: factors.readings(), past: &[] };
        let too_little = match account.marketplace.map(sets::of) {
            Some(None) => Some("which factors count in this marketplace is not known"),
            _ if score::estimate(&question).is_none() || !is_told(&question, account.stranded) => {
                Some("the reports state no factor that counts")
            }
            _ => None,
        };
        Preview { notes, too_little }
    }
}

/// Is there more to judge than the seller's word that nothing is stranded? That alone says nothing of the account.
fn is_told(question: &Question<'_>, stranded: StrandedWord) -> bool {
    let readings = Readings { stranded_pct: None, ..question.readings };
    stranded != StrandedWord::SaidNone || score::estimate(&Question { readings, ..*question }).is_some()
}

fn judge(
    marketplace: Option<Marketplace>,
    day: NaiveDate,
    question: Option<&Question<'_>>,
    known: &Past,
) -> (Option<Estimate>, Option<Verdict>) {
    let estimate = question.and_then(score::estimate);
    let verdict = marketplace.map(|marketplace| {
        let verdict = policy::verdict(marketplace, day, estimate.as_ref());
        let verdict = match known.known(day) {
            Some(shown) => verdict.known(shown.score),
            None => verdict,
        };
        // The next date is judged by the figures of today, with the doubt of the weeks between.
        let later = verdict.next.zip(question).and_then(|(next, question)| {
            let mut past = question.past.to_vec();
            past.push(Week { day, score: None, readings: question.readings });
            score::estimate(&Question { day: next.date.max(day), past: &past, ..*question })
        });
        let verdict = match later {
            Some(later) => verdict.foreseen(&later),
            None => verdict,
        };
        let past = question.map_or(&[][..], |question| question.past);
        let same_week = |week: &&Week, check| weeks_between(week.day, check) == 0;
        verdict
            .quarters(&|check| past.iter().filter(|week| same_week(week, check)).find_map(|week| week.score))
    });
    (estimate, verdict)
}

/// What the seller may store of one storage type.
pub type StorageLimit = (policy::capacity::StorageType, policy::capacity::Limit);

/// Storage used, as far as reports state volumes: what is on hand, reserved and unfulfillable.
fn storage(account: &Account, limits: &[StorageLimit]) -> Vec<policy::capacity::Usage> {
    use crate::volume::{StorageType, Volume};
    let assumed = account.marketplace.and_then(policy::capacity::per_unit_volume_unit);
    // Where any volume is known, units without one are storage too, and are counted as such.
    if account.stocks.iter().all(|facts| facts.volume.is_none() && facts.storage.is_none())
        && limits.is_empty()
    {
        return Vec::new();
    }
    let lines = account
        .stocks
        .iter()
        .filter(|facts| facts.on_hand_units() + facts.other_stored > Units::ZERO)
        .filter_map(|facts| {
            let units = facts.on_hand_units() + facts.other_stored;
            let volume = facts.volume.and_then(|(volume, unit)| Volume::new(volume, unit.or(assumed)?));
            let volume = volume.filter(|volume| volume.is_possible());
            Some(policy::capacity::StorageLine {
                storage_type: facts.storage.clone().or_else(|| StorageType::named("unknown"))?,
                units,
                volume: volume.map(|volume| volume.times(units)),
            })
        });
    policy::capacity::usage(lines, limits)
}
