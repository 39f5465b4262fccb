//! Which tags a search finds. Source: the API reference on `SearchResourceTags`; that case counts, as in tags, is assumed.

use roster_model::ops::connect::tags::TagSearchCondition;
use roster_model::shapes::StringComparisonType;

use crate::rules::{Breach, Fault};

/// The types of resource that have tags, as requests name them. Instances of Roster have no prompts, flows and modules.
const TYPES: &[&str] = &[
    "agent",
    "agent-state",
    "routing-profile",
    "standard-queue",
    "security-profile",
    "operating-hours",
    "prompt",
    "contact-flow",
    "flow-module",
    "transfer-destination",
];

/// What is wrong with the types that a search names.
pub fn breaches(types: &[String]) -> Vec<Breach> {
    let is_unknown = types.iter().any(|name| !TYPES.contains(&name.as_str()));
    let breach = Breach {
        member: "ResourceTypes",
        fault: Fault::NotOneOf { values: TYPES },
    };
    is_unknown.then_some(breach).into_iter().collect()
}

/// Whether a tag meets a condition.
pub fn meets(key: &str, value: &str, condition: &TagSearchCondition) -> bool {
    let wanted_key = condition.tag_key.as_deref().map(String::as_str);
    let wanted_value = condition.tag_value.as_deref().map(String::as_str);
    compares(key, wanted_key, condition.tag_key_comparison_type)
        && compares(value, wanted_value, condition.tag_value_comparison_type)
}

/// The key that every wanted tag has, if there is only one.
pub fn only_key(condition: &TagSearchCondition) -> Option<&str> {
    match condition.tag_key_comparison_type {
        Some(StringComparisonType::Exact) | None => condition.tag_key.as_deref().map(String::as_str),
        Some(StringComparisonType::StartsWith | StringComparisonType::Contains) => None,
    }
}

fn compares(text: &str, wanted: Option<&str>, comparison: Option<StringComparisonType>) -> bool {
    wanted.is_none_or(|wanted| match comparison.unwrap_or(StringComparisonType::Exact) {
        StringComparisonType::StartsWith => text.starts_with(wanted),
        StringComparisonType::Contains => text.contains(wanted),
        StringComparisonType::Exact => text == wanted,
    })
}
