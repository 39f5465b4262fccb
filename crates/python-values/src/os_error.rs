//! An operating system's error, as `OSError` shows it.

/// `str(error)`: `[Errno 2] No such file or directory`, without a file name.
pub fn os_error(error: &std::io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(code) => {
            let suffix = format!(" (os error {code})");
            format!("[Errno {code}] {}", text.strip_suffix(&suffix).unwrap_or(&text))
        }
        None => text,
    }
}
