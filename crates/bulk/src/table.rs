//! A file as headings and rows of cells, whatever its format.

/// Headings, and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows as a spreadsheet counts them, or objects as JSON has them, from 1; and their cells. An object may lack
    /// some.
    pub rows: Vec<(usize, Vec<Option<String>>)>,
}
