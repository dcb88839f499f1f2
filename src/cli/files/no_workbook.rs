//! In place of the reader of workbooks where ipi was built without it.

use super::Found;
use ipi::report::{Code, Problem, Source};
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;
use zip::ZipArchive;

pub(super) fn excel(name: &Arc<str>, _: ZipArchive<BufReader<File>>, _: u64, _: Found) -> Vec<Source> {
    refused(name)
}

pub(super) fn open_document(
    name: &Arc<str>,
    _: &mut ZipArchive<BufReader<File>>,
    _: u64,
    _: Found,
) -> Vec<Source> {
    refused(name)
}

fn refused(name: &Arc<str>) -> Vec<Source> {
    let detail = "this ipi was built without the feature \"spreadsheet\"";
    vec![Source::wrong(Problem::of_file(Code::Workbook, name).detail(detail))]
}
