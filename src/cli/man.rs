//! `ipi man`: the manual page, in roff.

use super::exit::Ended;

pub(super) fn run() -> anyhow::Result<Ended> {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::declared()).render(&mut page)?;
    super::out::print(&String::from_utf8(page)?)?;
    Ok(Ended::Done)
}
