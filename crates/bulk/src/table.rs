//! A file as headings and rows of cells, whatever its format.

use std::ffi::OsStr;
use std::path::Path;

use crate::decoding::decode;
use crate::delimited;
use crate::error::{Error, FileError};
use crate::objects;

/// Headings, and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows as a spreadsheet counts them, or objects as JSON has them, from 1; and their cells. An object may lack
    /// some.
    pub rows: Vec<(usize, Vec<Option<String>>)>,
}

/// Reads a file: JSON or lines of JSON if it is named `.json`, `.jsonl` or `.ndjson`, otherwise CSV.
///
/// # Errors
/// The file cannot be read, or is not a table.
pub fn read_table(path: &Path, encoding: Option<&str>) -> Result<Table, Error> {
    let read = || {
        let bytes = std::fs::read(path)?;
        let text = decode(&bytes, encoding)?;
        match path.extension().and_then(OsStr::to_str) {
            Some("json") => objects::table(&text),
            Some("jsonl" | "ndjson") => objects::table_of_lines(&text),
            Some(_) | None => delimited::table(&text),
        }
    };
    read().map_err(|source: FileError| Error::File {
        path: path.to_owned(),
        source,
    })
}
