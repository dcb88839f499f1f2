//! Marketplaces as a value that shells complete.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Command};
use ipi::ids::Marketplace;
use std::ffi::OsStr;

/// Takes every name that a marketplace has, and offers the codes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marketplaces;

impl TypedValueParser for Marketplaces {
    type Value = Marketplace;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Marketplace, Error> {
        let parse: fn(&str) -> Result<Marketplace, _> = str::parse;
        parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let codes = Marketplace::ALL.iter().map(|it| PossibleValue::new(it.code()).help(it.name()));
        Some(Box::new(codes))
    }
}
