//! The AWS CLI is written in Python, and its messages show values as Python does.

pub(crate) use crate::output::python::{repr, str as text, type_name};

/// `repr()` of a string.
pub(crate) fn repr_text(text: &str) -> String {
    repr(&text.into())
}

/// `int()` of a string.
///
/// # Errors
/// Python's message.
pub(crate) fn int(text: &str) -> Result<i64, String> {
    let trimmed = text.trim();
    let digits = trimmed.trim_start_matches(['+', '-']);
    let grouped = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let plain = trimmed.replace('_', "");
    grouped
        .then(|| plain.parse().ok())
        .flatten()
        .ok_or_else(|| format!("invalid literal for int() with base 10: {}", repr_text(text)))
}

/// An operating system's error, as `OSError` shows it.
pub(crate) fn os_error(error: &std::io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(code) => {
            let suffix = format!(" (os error {code})");
            format!("[Errno {code}] {}", text.strip_suffix(&suffix).unwrap_or(&text))
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_read_as_python_reads_them() {
        assert_eq!(int(" +1_000 "), Ok(1000));
        assert_eq!(
            int("soon"),
            Err("invalid literal for int() with base 10: 'soon'".to_owned())
        );
        assert!(int("1__0").is_err());
    }
}
