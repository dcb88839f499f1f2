//! `ipi check PATH…`: what each file is, and what is wrong with it.

use super::exit::Ended;
use super::history_args::MarketplaceArgs;
use super::input::InputArgs;
use super::out::{Forms, IncognitoArgs, OutArgs, problem, warning};
use ipi::account::{Examination, Fitness};
use ipi::assess::Preview;
use ipi::output::check::{json, page, sheet};
use ipi::output::notes;
use ipi::report::ReportKind;

#[derive(Debug, clap::Args)]
#[command(after_long_help = reports())]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Say nothing when all is well; else only what is wrong, on stderr
    #[arg(short, long, conflicts_with_all = ["format", "output"])]
    quiet: bool,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    incognito: IncognitoArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    args.out.format()?;
    args.incognito.begin(&[])?;
    let asked = args.input.ask(args.marketplace.stated(), None)?;
    let progress = asked.watch();
    let mut examination = Examination::of(&asked.sources, &asked.settings);
    drop(progress);
    // What only the factors show is seen by the check too.
    if let Some(preview) = examination.account.as_ref().map(Preview::of) {
        examination.notes.extend(preview.notes);
        examination.too_little = preview.too_little;
    }
    if args.quiet {
        findings(&examination);
    } else {
        args.out.emit(&Forms {
            page: &|| page(&examination),
            sheet: &|| sheet(&examination),
            json: &|| json(&examination),
        })?;
    }
    if let Some(day) = examination.as_of() {
        args.input.judge_age(day)?;
    }
    Ok(match examination.fitness() {
        // What is wrong is left out at the user's wish, where that leaves anything.
        Fitness::Unfit if !asked.settings.lenient || examination.account.is_none() => Ended::Unfit,
        _ if examination.too_little.is_some() => Ended::TooLittle,
        Fitness::Well => Ended::Done,
        Fitness::Odd | Fitness::Unfit => Ended::CheckFailed,
    })
}

/// What is wrong, line by line on stderr.
fn findings(examination: &Examination) {
    examination.problems.iter().for_each(problem);
    examination.notes.iter().filter(|note| note.is_fault()).for_each(|note| warning(&notes::note(note)));
    if let (Some(why), true) = (examination.too_little, examination.problems.is_empty()) {
        warning(&format!("there is too little for a score: {why}"));
    }
}

/// The reports that are read, for the long help.
fn reports() -> String {
    let mut text = String::from(
        "Exit codes: 0 all is well; 1 something is odd; 3 no figure is computed from these files; 4 they are too little for \
         one.\n\n\
         Reports that ipi reads, and where Seller Central offers them, as .csv or .txt (a workbook in which one was saved is \
         read too):\n",
    );
    for kind in ReportKind::READ {
        text.push_str(&format!("  {}\n      {}\n", kind.title(), kind.place()));
    }
    text.push_str("Known and not needed:");
    for (i, kind) in ReportKind::BESIDE.iter().enumerate() {
        text.push_str(if i > 0 { ", " } else { " " });
        text.push_str(kind.title());
    }
    text
}
