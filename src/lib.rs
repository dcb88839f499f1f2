//! `ipi` computes the four factors of Amazon's Inventory Performance Index from the reports that a seller downloads
//! from Seller Central, estimates the 0–1000 score with a stated error, and says what that means for storage.
//!
//! The modules are the path of the data; each may look down, none looks up:
//!
//! ```text
//! bytes ─▶ report ─▶ account ─▶ factor ─▶ score ─▶ policy ─▶ assess ─▶ output ─▶ text
//!          rows      facts      four      0–1000,  verdict   one value  pure
//!          typed     per SKU    figures   interval
//! ```
//!
//! The library reads no clock, no environment and no terminal, prints nothing and never exits: whoever calls it passes
//! the day and the files in, and gets values back.

pub mod account;
pub mod assess;
pub mod costs;
pub mod dates;
pub mod draft;
pub mod evidence;
pub mod factor;
pub mod forecast;
pub mod hash;
pub mod history;
pub mod ids;
pub mod money;
pub mod output;
pub mod places;
pub mod plan;
pub mod policy;
pub mod report;
pub mod score;
pub mod sides;
pub mod skus;
pub mod spreadsheet;
pub mod system;
pub mod units;
pub mod volume;
pub mod weight;
pub mod why;
