//! Flags that make a command fail on a low score, for scripts and cron.

use super::exit::Ended;
use super::out::warning;
use ipi::assess::Assessment;
use ipi::output::notes;

/// When the command is to fail, for scripts and cron.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FailArgs {
    /// Exit with 1 when the estimate is below N points
    #[arg(long, value_name = "N", value_parser = points)]
    fail_under: Option<f64>,
    /// With --fail-under: exit with 1 when the chance of being below N is at least P (0-1), whatever the estimate
    #[arg(long, value_name = "P", requires = "fail_under", value_parser = chance)]
    fail_if_chance: Option<f64>,
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse::<f64>().ok().filter(|points| (0.0..=1000.0).contains(points));
    points.ok_or_else(|| "a score lies between 0 and 1000".into())
}

fn chance(text: &str) -> Result<f64, String> {
    let chance = text.parse::<f64>().ok().filter(|chance| (0.0..=1.0).contains(chance));
    chance.ok_or_else(|| "a chance lies between 0 and 1, such as 0.2".into())
}

impl FailArgs {
    /// How the command ends: as asked for, by the official score where it is known, else by the estimate or by the chance.
    pub(super) fn ended(&self, assessment: &Assessment) -> Ended {
        let Some(estimate) = &assessment.estimate else { return Ended::TooLittle };
        let Some(line) = self.fail_under else { return Ended::Done };
        // A score that is known is no estimate.
        if let Some(score) = assessment.verdict.as_ref().and_then(|verdict| verdict.official) {
            if score < line {
                warning(&format!("Amazon's own score, {score}, is below --fail-under {line}: exit code 1"));
                return Ended::CheckFailed;
            }
            // It may be asked to fail at any chance, even none.
            let at_any = self.fail_if_chance.is_some_and(|least| least <= 0.0);
            return if at_any { Ended::CheckFailed } else { Ended::Done };
        }
        let chance = estimate.chance_below(line);
        let why = match self.fail_if_chance {
            Some(most) if chance >= most => {
                format!(
                    "the chance of being below {line} is {}, at or above --fail-if-chance {most}",
                    notes::chance(chance)
                )
            }
            None if estimate.points.get() < line => {
                format!("the estimate, {}, is below --fail-under {line}", estimate.points)
            }
            _ => return Ended::Done,
        };
        // Whoever finds the mail of a cron job wants to know why it came.
        warning(&format!("{why}: exit code 1"));
        Ended::CheckFailed
    }
}
