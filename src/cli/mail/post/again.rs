//! What commands about letters need of what was typed for this one.

use super::addresses::Addresses;
use crate::cli::again::{account, reports};
use crate::cli::flag::flag;
use crate::cli::mail::args::{Args, Attached, LetterArgs, ServerArgs};
use clap::ValueEnum;
use ipi::output::words::typed;
use lettre::message::Mailbox;

/// ` --from stock@example.com`: of the addresses those that were typed, and what goes with the letter.
pub(super) fn letter(args: &LetterArgs, addresses: &Addresses) -> String {
    let address = |name: &str, mailbox: &Mailbox| flag(name, Some(typed(mailbox.email.as_ref())));
    let from = args.from.as_ref().map(|_| address("--from", &addresses.from));
    let to = addresses.to.iter().filter(|_| !args.to.is_empty()).map(|to| address("--to", to));
    let reply_to = addresses.reply_to.iter().filter(|_| args.reply_to.is_some());
    let attached = args.attach.as_ref().and_then(Attached::to_possible_value);
    from.into_iter()
        .chain(to)
        .chain(reply_to.map(|to| address("--reply-to", to)))
        .chain([flag("--attach", attached.map(|form| form.get_name().to_owned()))])
        .collect()
}

/// ` --host smtp.example.com`: the server, as far as it was typed.
pub(super) fn server(args: &ServerArgs) -> String {
    let ServerArgs { host, port, security, user, timeout } = args;
    let security = security.as_ref().and_then(ValueEnum::to_possible_value);
    [
        flag("--host", host.as_deref().map(typed)),
        flag("--port", *port),
        flag("--security", security.map(|security| security.get_name().to_owned())),
        flag("--user", user.as_deref().map(typed)),
        flag("--timeout", *timeout),
    ]
    .concat()
}

/// `ipi mail fba --flush`: the command that sends what is kept.
pub(super) fn flush(args: &Args) -> anyhow::Result<String> {
    Ok([
        "ipi mail".to_owned(),
        reports(&args.input, &args.marketplace),
        account(args.history.named().map(ipi::history::Account::as_str)),
        server(&args.server),
        flag("--history", args.history.elsewhere()?.map(|file| typed(&file.display().to_string()))),
        " --flush".to_owned(),
    ]
    .concat())
}
