//! Why a row is refused.

use serde::Serialize;

/// A row that cannot be carried out, with the cell at fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Refusal {
    /// The row as a spreadsheet counts: the headings are row 1.
    pub row: usize,
    /// The heading of the column.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// The rule that is broken.
    pub rule: String,
    /// What to do about it.
    pub suggestion: Option<String>,
}
