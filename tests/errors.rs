//! The error catalogue: one page per kind of bad input, with what `ipi` says to it.
//!
//! Each page is run beside the files in the folder of its name.

#[test]
fn every_page_shows_what_ipi_says() {
    trycmd::TestCases::new().env("IPI_MAX_AGE", "off").case("tests/errors/*.md");
}
