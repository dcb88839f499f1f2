//! Settings that stand beside the reports, in `ipi.toml`.

use super::mail_settings::{self, Mail};
use super::usage::Usage;
use ipi::assess::StorageLimit;
use ipi::draft::folder_of;
use ipi::ids::Marketplace;
use ipi::money::Money;
use ipi::plan::SkuCosts;
use ipi::policy::capacity::{Limit, StorageType, limit_unit};
use ipi::units::Units;
use ipi::volume::{Volume, VolumeUnit};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file's name.
pub(super) const NAME: &str = "ipi.toml";

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    marketplace: Option<String>,
    #[serde(default)]
    no_stranded: bool,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    limits: BTreeMap<String, Amount>,
    #[serde(default)]
    costs: WrittenCosts,
    #[serde(default)]
    mail: Mail,
}

/// What a unit of any SKU costs, in the currency of the marketplace.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCosts {
    unit_cost: Option<Amount>,
    removal_per_unit: Option<Amount>,
    disposal_per_unit: Option<Amount>,
    liquidation_per_unit: Option<Amount>,
    storage_per_unit: Option<Amount>,
}

impl WrittenCosts {
    fn read(self) -> Result<SkuCosts, String> {
        let read = |name: &str, amount: Option<Amount>| {
            let Some(amount) = amount else { return Ok(None) };
            let text = match amount {
                Amount::Whole(number) => number.to_string(),
                Amount::Number(number) => number.to_string(),
                Amount::Text(text) => text,
            };
            // What liquidators pay may be less than their fees.
            let money =
                Money::parse(&text).filter(|money| *money >= Money::ZERO || name == "liquidation_per_unit");
            let wrong = || format!("costs: {name} = \"{text}\" is not an amount, such as 1.04");
            money.map(Some).ok_or_else(wrong)
        };
        Ok(SkuCosts {
            unit_cost: read("unit_cost", self.unit_cost)?,
            removal: read("removal_per_unit", self.removal_per_unit)?,
            disposal: read("disposal_per_unit", self.disposal_per_unit)?,
            liquidation: read("liquidation_per_unit", self.liquidation_per_unit)?,
            storage: read("storage_per_unit", self.storage_per_unit)?,
        })
    }
}

/// An amount as it may be written: a number, or a text with a unit.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Amount {
    Whole(u64),
    Number(f64),
    Text(String),
}

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) marketplace: Option<Marketplace>,
    pub(super) no_stranded: bool,
    pub(super) exclude: Vec<String>,
    /// As flags are written: `standard=262`.
    pub(super) limits: Vec<String>,
    pub(super) costs: SkuCosts,
    #[cfg_attr(not(feature = "mail"), allow(dead_code))]
    pub(super) mail: Mail,
}

impl Settings {
    /// Reads the file in the first of the folders named, or beside the first file named; without paths, in the current
    /// folder. No file is no setting.
    pub(super) fn beside(paths: &[PathBuf]) -> anyhow::Result<Settings> {
        let folder = match paths.first() {
            None => Path::new("."),
            Some(path) if path.is_dir() => path,
            Some(path) => folder_of(path),
        };
        let file = folder.join(NAME);
        super::out::keep(&file);
        let text = match file.metadata() {
            // Reading a pipe would wait for somebody to write into it.
            Ok(there) if !there.is_file() => Err(std::io::Error::other("it is no plain file")),
            _ => std::fs::read_to_string(&file),
        };
        let text = match text {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
            Err(error) => return Err(Usage(format!("{}: cannot be read: {error}", file.display())).into()),
        };
        let wrong = |why: String| Usage(format!("{}: {why}", file.display()));
        let written: Written =
            toml::from_str(&text).map_err(|error| wrong(mail_settings::told(&text, &error)))?;
        let marketplace = written.marketplace.map(|code| code.parse::<Marketplace>());
        let limits = written.limits.into_iter().map(|(name, amount)| match amount {
            Amount::Whole(amount) => format!("{name}={amount}"),
            Amount::Number(amount) => format!("{name}={amount}"),
            Amount::Text(amount) => format!("{name}={amount}"),
        });
        Ok(Settings {
            marketplace: marketplace.transpose().map_err(|error| wrong(error.to_string()))?,
            no_stranded: written.no_stranded,
            exclude: written.exclude,
            limits: limits.collect(),
            costs: written.costs.read().map_err(wrong)?,
            mail: written.mail.read(folder).map_err(wrong)?,
        })
    }
}

/// Reads a limit: a storage type, `=`, an amount with or without a unit. Without one it is in the unit in which Amazon
/// states limits in the marketplace.
pub(super) fn limit(text: &str, marketplace: Option<Marketplace>) -> Result<StorageLimit, Usage> {
    let wrong = |why: &str| {
        Usage(format!(
            "limit \"{text}\": {why}; write it as standard=262, oversize=3m3 or standard=5000units"
        ))
    };
    let (name, amount) = text.split_once('=').ok_or_else(|| wrong("there is no ="))?;
    let name = StorageType::named(name).ok_or_else(|| wrong("it names no storage type"))?;
    let amount = amount.trim();
    let digits = amount.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(amount.len());
    let (number, unit) = (amount[..digits].trim(), amount[digits..].trim());
    if unit.eq_ignore_ascii_case("units") {
        let units = number.parse().map_err(|_| wrong("units are whole"))?;
        return Ok((name, Limit::Units(Units::new(units))));
    }
    let unit = if unit.is_empty() {
        marketplace
            .and_then(limit_unit)
            .ok_or_else(|| wrong("the marketplace's unit is not known, so name one"))?
    } else {
        VolumeUnit::named(unit).ok_or_else(|| wrong("the unit is not known"))?
    };
    let number = number.parse().map_err(|_| wrong("there is no number"))?;
    let volume = Volume::new(number, unit).ok_or_else(|| wrong("that is no volume"))?;
    Ok((name, Limit::Volume(volume)))
}
