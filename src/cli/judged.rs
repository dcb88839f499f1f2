//! An account judged with its past: what every command begins with that looks at reports and at the score.

use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::{Input, InputArgs};
use super::out::{hides, warning};
use ipi::account::{Account, Steer};
use ipi::assess::Assessment;
use ipi::history::{Account as Name, History};
use ipi::ids::printable;
use ipi::output::notes;
use ipi::plan::SkuCosts;
use ipi::score::Past;

/// An account, and what it comes to.
pub(super) struct Judged {
    pub(super) account: Account,
    pub(super) assessment: Assessment,
    /// The history, where there is one and it can be read.
    pub(super) history: Option<History>,
    /// What a unit costs by `ipi.toml`.
    pub(super) costs: SkuCosts,
}

impl Judged {
    /// Says on stderr what makes the figures doubtful, for a page that does not say it: the page of the score does.
    pub(super) fn warn(&self) {
        faults(&self.assessment).for_each(|fault| warning(&fault));
    }

    /// Reads the reports, with what is asked for beside the factors, and judges the account.
    pub(super) fn of(
        input: &InputArgs,
        marketplace: &MarketplaceArgs,
        history: &HistoryArgs,
        steer: Option<Steer>,
    ) -> anyhow::Result<Judged> {
        let input = input.read(marketplace.stated(), steer)?;
        Ok(Judged::with(input, history, open(history)))
    }

    /// Judges what was read, with a history that was opened before.
    pub(super) fn with(input: Input, args: &HistoryArgs, history: Option<History>) -> Judged {
        let judged = Judged::named(input, &args.account(), history);
        if args.named().is_none() && !hides() {
            judged.warn_of_default();
        }
        judged
    }

    /// Says that the scores of the account without a name count, where the history knows others by theirs: these reports may be
    /// of one of them.
    fn warn_of_default(&self) {
        let counts = self.assessment.official.is_some()
            || self.assessment.estimate.as_ref().is_some_and(|estimate| estimate.anchors > 0);
        let kept = self.history.as_ref().filter(|_| counts).and_then(|history| history.kept().ok());
        let mut others: Vec<_> = kept.unwrap_or_default().into_iter().map(|kept| kept.account).collect();
        others.retain(|account| account != Name::default().as_str());
        others.dedup();
        if let Some(first) = others.first() {
            let more = others.len() - 1;
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            warning(&format!(
                "no account is named, so the official scores of account {} count; the history keeps {}{more} too; next: say \
                 --account NAME if these reports are of one of them",
                Name::default(),
                printable(first)
            ));
        }
    }

    /// Judges what was read, with what the history keeps under a name.
    pub(super) fn named(input: Input, name: &Name, history: Option<History>) -> Judged {
        let assessment = Assessment::of(&input.account, &input.limits, |marketplace, day, readings| {
            let past = history.as_ref().map(|history| history.past(name, marketplace, day, readings, true));
            match past.transpose() {
                Ok(past) => past.unwrap_or_default(),
                Err(error) => {
                    warning(&error.to_string());
                    Past::default()
                }
            }
        });
        Judged { account: input.account, assessment, history, costs: input.costs }
    }
}

/// What makes the figures doubtful, in words.
pub(super) fn faults(assessment: &Assessment) -> impl Iterator<Item = String> + '_ {
    assessment.notes.iter().filter(|note| note.is_fault()).map(notes::note)
}

/// Opens the history. The score does not depend on it: where it fails, a warning says so.
pub(super) fn open(args: &HistoryArgs) -> Option<History> {
    args.open().unwrap_or_else(|error| {
        warning(&format!("{error:#}"));
        None
    })
}
