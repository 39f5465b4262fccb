//! The beginning of a text, where anyone may have written the rest.

/// At most so many characters of a text.
pub fn excerpt(text: &str, characters: usize) -> &str {
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
        fn an_excerpt_is_the_beginning_and_no_longer_than_asked_for(text: String, characters in 0_usize..40) {
            let beginning: String = text.chars().take(characters).collect();
            prop_assert_eq!(excerpt(&text, characters), beginning);
        }
    }
}
