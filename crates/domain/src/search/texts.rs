//! Conditions on texts.

use roster_model::shapes::{StringComparisonType, StringCondition};

use crate::records::folded;

/// Whether one of the texts of the field that a condition names meets it. Case does not count.
pub(super) fn has_text<'r>(texts: impl IntoIterator<Item = &'r str>, condition: &StringCondition) -> bool {
    let wanted = folded(condition.value.as_deref().unwrap_or_default());
    texts.into_iter().any(|text| {
        let text = folded(text);
        match comparison(condition) {
            StringComparisonType::StartsWith => text.starts_with(&*wanted),
            StringComparisonType::Contains => text.contains(&*wanted),
            StringComparisonType::Exact => text == wanted,
        }
    })
}

pub(super) fn comparison(condition: &StringCondition) -> StringComparisonType {
    condition.comparison_type.unwrap_or(StringComparisonType::Exact)
}
