//! What was computed is kept in the history.

use super::out::warning;
use chrono::Utc;
use ipi::account::SourceFile;
use ipi::assess::Assessment;
use ipi::factor::{Apart, Readings};
use ipi::history::{Account, Facts, History, MOST_SKUS, Packed, Parcel, Run, SourceMark};
use ipi::units::Units;

/// Keeps it. The score does not depend on it: where it fails, a warning says so.
pub(super) fn record(
    history: &mut History,
    account: &Account,
    assessment: &Assessment,
    apart: Option<&Apart<'_>>,
) {
    let Some(Parcel { account, run, skus }) = parcel(account, assessment, apart) else { return };
    if let Err(error) = history.record(&account, &run, skus.as_ref(), Utc::now()) {
        warning(&error.to_string());
    }
}

/// What is to be kept; `None` where there is no estimate.
pub(super) fn parcel(
    account: &Account,
    assessment: &Assessment,
    apart: Option<&Apart<'_>>,
) -> Option<Parcel> {
    let run = kept(assessment)?;
    let skus = apart.filter(|_| !assessment.partial).and_then(packed);
    Some(Parcel { account: account.clone(), run, skus })
}

/// What the history keeps of the SKUs of a run.
fn packed(apart: &Apart<'_>) -> Option<Packed> {
    let packed = Packed::each(apart.stated, apart.days(), apart.parts());
    if packed.is_none() {
        warning(&format!(
            "the history keeps no more than {} SKUs of a run, so those of this one are not kept; ipi why can tell what \
             changed since by factor only",
            Units::new(MOST_SKUS as u64)
        ));
    }
    packed
}

/// What the history keeps of a run.
fn kept(assessment: &Assessment) -> Option<Run> {
    let estimate = assessment.estimate.as_ref()?;
    let mark = |source: &SourceFile| SourceMark {
        path: source.file.to_string(),
        kind: source.kind.title().into(),
        hash: format!("{:016x}", source.fingerprint),
    };
    Some(Run {
        day: assessment.as_of,
        marketplace: assessment.marketplace?,
        readings: if assessment.partial { Readings::default() } else { assessment.readings },
        points: estimate.points,
        low: estimate.low,
        high: estimate.high,
        model: estimate.model.into(),
        sources: assessment.sources.iter().map(mark).collect(),
        partial: assessment.partial,
        facts: Facts::of(assessment),
    })
}
