//! Texts where case does not count.

use std::borrow::Cow;

/// A text as it is compared where case does not count.
pub fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_folded) {
        text.into()
    } else {
        text.to_lowercase().into()
    }
}
