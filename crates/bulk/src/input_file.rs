//! Files of people, in the formats that their names say.

use std::ffi::OsStr;
use std::path::Path;

use crate::decoding::decode;
use crate::delimited;
use crate::error::{Error, FileError};
use crate::table::Table;
use crate::{objects, spreadsheet, yaml};

/// Reads a file: a workbook if it is named `.xlsx`, JSON, lines of JSON or YAML by their names, otherwise CSV.
///
/// # Errors
/// The file cannot be read, or is not a table.
pub fn read_table(path: &Path, encoding: Option<&str>) -> Result<Table, Error> {
    let read = || {
        let bytes = std::fs::read(path)?;
        let text = || decode(&bytes, encoding);
        match extension(path).as_deref() {
            Some("xlsx" | "xlsm") => spreadsheet::table(&bytes),
            Some("xls" | "xlsb" | "ods" | "numbers") => Err(FileError::OtherWorkbook),
            Some("json") => objects::table(&text()?),
            Some("jsonl" | "ndjson") => objects::table_of_lines(&text()?),
            Some("yaml" | "yml") => yaml::table(&text()?),
            Some(_) | None => delimited::table(&text()?),
        }
    };
    read().map_err(|source: FileError| Error::File {
        path: path.to_owned(),
        source,
    })
}

fn extension(path: &Path) -> Option<String> {
    path.extension().and_then(OsStr::to_str).map(str::to_lowercase)
}
