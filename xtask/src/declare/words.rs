//! Documentation made of AWS's names: a stub for every item. The author of the declaration rewrites it. AWS's
//! own text must not be copied.

use heck::ToSnakeCase;

/// What an operation does, such as `Updates user phone config.`
pub(super) fn operation(name: &str) -> String {
    let words = name.to_snake_case().replace('_', " ");
    let (verb, rest) = words.split_once(' ').unwrap_or((&words, ""));
    let ending = if ["ch", "sh", "s", "x"].iter().any(|ending| verb.ends_with(ending)) {
        "es"
    } else {
        "s"
    };
    sentence(&format!("{verb}{ending} {rest}"))
}

/// What a shape, a member or a value is, such as `Desk phone number.`
pub(super) fn thing(name: &str) -> String {
    sentence(&name.to_snake_case().replace('_', " "))
}

fn sentence(words: &str) -> String {
    let words = words.trim();
    let (first, rest) = words.split_at(words.len().min(1));
    format!("{}{rest}.", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_sentences() {
        assert_eq!(operation("UpdateUserPhoneConfig"), "Updates user phone config.");
        assert_eq!(operation("SearchUsers"), "Searches users.");
        assert_eq!(thing("DeskPhoneNumber"), "Desk phone number.");
    }
}
