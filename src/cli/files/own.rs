//! What ipi wrote itself, and what it reads by another way: no word is lost on it when it lies among the reports.

use ipi::report::Source;

/// The first bytes of the reports that ipi writes, and of the page beside the example account.
const OWN: [&[u8]; 30] = [
    b"{\n  \"schema\": \"ipi.",
    b"{\"schema\":\"ipi.",
    b"ipi fleet journal ",
    b"id,account,marketplace,as_of,age_days,",
    b"Fleet of ",
    b"## Fleet of ",
    b"date,marketplace,figure,value,unit,",
    b"date,marketplace,account,sku,fnsku,asin,",
    b"date,score,score_low,score_high,line,",
    b"sku,on_hand_units,coming_units,",
    b"sku,action,units,price_cut_percent,",
    b"block,factor,sku,cause,date,",
    b"row,file,kind,rows,rows_left_out,",
    b"MerchantRemovalOrderID\tipi-",
    // What is given to a forecast and to a plan.
    b"sku,units,date",
    b"sku,unit_cost,",
    b"IPI about ",
    b"## IPI about ",
    b"IPI forecast, ",
    b"## IPI forecast, ",
    b"Official score ",
    b"## Official score ",
    b"SKUs behind the IPI ",
    b"## SKUs behind the IPI ",
    b"Plan for ",
    b"## Plan for ",
    b"The files\n",
    b"The files in ",
    b"## The files",
    b"# The example account, worked by hand\n",
];

/// Is it something that ipi wrote: a report of its own, or a history, which carries a number in its header?
pub(super) fn is_own(source: &Source) -> bool {
    let mut head = [0; 100];
    let n = source.fill(0, &mut head).unwrap_or(0);
    let is_history = head.starts_with(b"SQLite format 3\0") && &head[68..72] == b"ipih";
    is_history || OWN.iter().any(|own| head[..n].starts_with(own))
}

/// Is a name that of the settings, of what SQLite keeps beside a history while it is open, or of what Windows and Excel keep
/// in folders without showing it?
pub(super) fn is_known(name: &str) -> bool {
    ["ipi.toml", "desktop.ini", "Thumbs.db"].contains(&name)
        || name.starts_with("~$")
        || ["-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end) && name.contains("sqlite"))
}
