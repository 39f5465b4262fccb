//! The environment of the process: variables, the home directory, paths that refer to them.

use std::path::PathBuf;

/// A variable that is set and not empty.
pub fn variable(name: &str) -> Option<String> {
    variable_or_empty(name).filter(|value| !value.is_empty())
}

/// A variable that is set, even to the empty string.
#[allow(
    clippy::disallowed_methods,
    reason = "the AWS CLI is configured by its environment, which is read here"
)]
pub fn variable_or_empty(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The folders of PATH, in order.
#[allow(
    clippy::disallowed_methods,
    reason = "the AWS CLI is configured by its environment, which is read here"
)]
pub fn search_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

/// The home directory of the user.
pub fn home() -> Option<PathBuf> {
    variable("HOME").map(PathBuf::from)
}

/// Replaces a leading `~` and the variables in a path, as Python's `expanduser` and `expandvars` do.
pub fn expand_path(path: &str) -> PathBuf {
    let home = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            home().map(|home| format!("{}{rest}", home.display()))
        }
        Some(_) | None => None,
    };
    PathBuf::from(expand_variables(home.as_deref().unwrap_or(path)))
}

fn expand_variables(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once('$') {
        expanded.push_str(before);
        let (name, written, after) = variable_name(reference);
        match variable_or_empty(name) {
            Some(value) if !name.is_empty() => expanded.push_str(&value),
            Some(_) | None => {
                expanded.push('$');
                expanded.push_str(written);
            }
        }
        rest = after;
    }
    expanded.push_str(rest);
    expanded
}

/// Splits what stands after a `$` into the variable's name, the name as written, and the rest.
fn variable_name(text: &str) -> (&str, &str, &str) {
    if let Some((name, after)) = text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        return (name, &text[..name.len() + 2], after);
    }
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let end = text.find(|character| !is_part(character)).unwrap_or(text.len());
    (&text[..end], &text[..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_variables_stay_as_they_are() {
        assert_eq!(
            expand_variables("a$/${ROSTER_NO_SUCH}/$ROSTER_NO_SUCH-b"),
            "a$/${ROSTER_NO_SUCH}/$ROSTER_NO_SUCH-b"
        );
    }
}
