//! The names and values of predefined attributes. Source: the API reference on `CreatePredefinedAttribute`, whose expression
//! lets in more than its words; the words hold here.

use roster_model::ops::connect::predefined_attributes::PredefinedAttributeValues;

use super::breach::{Breach, Fault};

/// The characters besides letters, digits and spaces.
const OTHERS: &str = "_.:/=+-@'";
const MUST_BE: &str =
    "letters, digits, spaces and any of _ . : / = + - @ ', not starting with aws: or connect:";

/// What is wrong with the name and the values of an attribute.
pub fn breaches(name: &str, values: Option<&PredefinedAttributeValues>) -> Vec<Breach> {
    let values = values.and_then(|values| values.string_list.as_ref());
    let has_bad_value = values.is_some_and(|values| values.iter().any(|value| !has_form(value)));
    let fault = Fault::Form { must_be: MUST_BE };
    let name = (!has_form(name)).then(|| Breach {
        member: "Name",
        fault: fault.clone(),
    });
    let values = has_bad_value.then_some(Breach {
        member: "Values.StringList",
        fault,
    });
    name.into_iter().chain(values).collect()
}

fn has_form(text: &str) -> bool {
    let is_reserved = ["aws:", "connect:"].iter().any(|start| text.starts_with(start));
    let is_allowed = |character: char| {
        character.is_alphanumeric() || character.is_whitespace() || OTHERS.contains(character)
    };
    !is_reserved && text.chars().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_letters_digits_and_some_signs() {
        for name in ["Language", "Été 2026", "a_b.c:d/e=f+g-h@i'j"] {
            assert!(breaches(name, None).is_empty(), "{name}");
        }
        for name in ["aws:x", "connect:Language", "a;b", "a,b", "a<b"] {
            assert_eq!(breaches(name, None).len(), 1, "{name}");
        }
    }
}
