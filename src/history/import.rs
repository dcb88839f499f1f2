//! A seller's spreadsheet of past weeks.
