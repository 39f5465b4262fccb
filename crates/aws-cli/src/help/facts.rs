//! What a shape is, in a sentence made of its facts: for members that Roster has no words for.

use roster_model::schema::{Bounds, Kind, Pattern, Schema};

/// A sentence about a shape.
pub(super) fn of(schema: &Schema) -> String {
    match &schema.kind {
        Kind::String { length, pattern, .. } => {
            let form = pattern.as_ref().map(form).unwrap_or_default();
            format!("A string{}{form}.", bounded(*length, " of", " characters"))
        }
        Kind::Enum(choices) => format!("One of: {}.", choices.join(", ")),
        Kind::Integer { range } | Kind::Long { range } => format!("An integer{}.", bounded(*range, "", "")),
        Kind::Float { range } => format!("A number{}.", bounded(*range, "", "")),
        Kind::Boolean => "True or false.".to_owned(),
        Kind::Timestamp => "A point in time.".to_owned(),
        Kind::List { length, .. } => format!("A list{}.", bounded(*length, " of", " items")),
        Kind::Map { length, .. } => format!("A map{}.", bounded(*length, " of", " entries")),
        Kind::Structure(_) | Kind::NoOutput => "A structure.".to_owned(),
    }
}

fn bounded(bounds: Bounds, of: &str, unit: &str) -> String {
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) if min == max => format!("{of} {min}{unit}"),
        (Some(min), Some(max)) => format!("{of} {min} to {max}{unit}"),
        (Some(min), None) => format!("{of} at least {min}{unit}"),
        (None, Some(max)) => format!("{of} at most {max}{unit}"),
        (None, None) => String::new(),
    }
}

fn form(pattern: &Pattern) -> String {
    format!(" of the form {}", pattern.expression)
}

#[cfg(test)]
mod tests {
    use roster_model::catalogue;

    use super::*;

    #[test]
    fn a_shape_without_words_is_described_by_its_facts() {
        let entry = catalogue::find("StartOutboundVoiceContact").unwrap();
        let request = entry.interface().request();
        let fact = |name: &str| of(request.member(name).unwrap().target.schema());

        assert_eq!(fact("ContactFlowId"), "A string of at most 500 characters.");
        assert_eq!(fact("TrafficType"), "One of: GENERAL, CAMPAIGN.");
        assert_eq!(fact("RingTimeoutInSeconds"), "An integer 15 to 60.");
        assert_eq!(fact("Attributes"), "A map.");
    }
}
