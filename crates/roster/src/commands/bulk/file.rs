//! Files of people, as the arguments say to read them, and files of plans.

use std::path::Path;

use roster_bulk::{Error, read_table, sheet};
use roster_plan::Sheet;

use super::session::explained;
use crate::arguments::BulkReading;

/// Reads a file of people.
pub(super) fn read(path: &Path, reading: &BulkReading) -> anyhow::Result<Sheet> {
    let table = read_table(path, reading.encoding.as_deref()).map_err(explained)?;
    let sheet = sheet(table, &reading.map).map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })?;
    Ok(sheet)
}

/// Says that a plan that is refused is not written to this file.
pub(super) fn say_not_written(path: &Path) {
    eprintln!(
        "roster: the plan is refused, so {} is not written",
        path.display()
    );
}
