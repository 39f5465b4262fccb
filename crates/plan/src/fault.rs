//! What is wrong with a cell.

use unicode_normalization::UnicodeNormalization;

/// What is wrong with a cell as it is read: the rule, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CellFault {
    pub(crate) rule: String,
    pub(crate) suggestion: Option<String>,
}

impl CellFault {
    /// The accents of a cell are separate characters.
    pub(crate) fn not_composed(value: &str) -> Self {
        Self {
            rule: "must be in Unicode Normalization Form C: its accents are separate characters".to_owned(),
            suggestion: Some(format!(
                "write {}, or compose all accents with --nfc",
                value.nfc().collect::<String>()
            )),
        }
    }
}
