//! `ipi check` as a user runs it: pages run beside the files in the folder of their name.

#[test]
fn every_page_shows_what_the_check_says() {
    trycmd::TestCases::new().env("IPI_MAX_AGE", "off").case("tests/check/*.md");
}
