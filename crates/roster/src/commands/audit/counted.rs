//! Counts in sentences.

/// A count with its noun: `1 record`, `2 records`.
pub(super) fn counted(count: u64, name: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {name}{ending}")
}
