//! `int()` of a string.

use crate::repr_str;

/// `int(text)`: blanks around the number, a sign, and single underscores between digits are allowed.
///
/// # Errors
/// Python's message.
pub fn int(text: &str) -> Result<i64, String> {
    let trimmed = text.trim();
    let digits = trimmed.trim_start_matches(['+', '-']);
    let grouped = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let plain = trimmed.replace('_', "");
    grouped
        .then(|| plain.parse().ok())
        .flatten()
        .ok_or_else(|| invalid_int(text))
}

/// Python's message for a string that `int()` refuses.
pub fn invalid_int(text: &str) -> String {
    format!("invalid literal for int() with base 10: {}", repr_str(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn int_accepts_what_python_accepts() {
        assert_eq!(int(" +1_000 "), Ok(1000));
        assert_eq!(
            int("soon"),
            Err("invalid literal for int() with base 10: 'soon'".to_owned())
        );
        assert!(int("1__0").is_err());
    }
}
