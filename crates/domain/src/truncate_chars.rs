//! The beginning of a text, where anyone may have written the rest.

/// At most so many characters of a text.
pub fn truncate_chars(text: &str, characters: usize) -> &str {
    // No character takes less than a byte.
    if text.len() <= characters {
        return text;
    }
    match text.char_indices().nth(characters) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_truncated_text_is_the_beginning_and_no_longer_than_the_limit(text: String, characters in 0_usize..40) {
            let beginning: String = text.chars().take(characters).collect();
            prop_assert_eq!(truncate_chars(&text, characters), beginning);
        }
    }
}
