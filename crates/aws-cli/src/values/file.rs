//! Values out of files: `file://` and `fileb://`.

use std::path::PathBuf;

use roster_python_values::{os_error, repr_str};

use crate::environment;

/// What a value that names a file stands for, or why it cannot be read; none if it names no file.
pub(crate) fn load(value: &str) -> Option<Result<String, String>> {
    let path = value
        .strip_prefix("file://")
        .or_else(|| value.strip_prefix("fileb://"))?;
    Some(read(value, path))
}

fn read(value: &str, path: &str) -> Result<String, String> {
    let path = expand(path);
    let bytes = std::fs::read(&path).map_err(|error| {
        let (reason, path) = (os_error(&error), repr_str(&path.to_string_lossy()));
        format!("Unable to load paramfile {value}: {reason}: {path}")
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let path = path.display();
        format!(
            "Unable to load paramfile ({path}), text contents could not be decoded.  If this is a binary \
             file, please use the fileb:// prefix instead of the file:// prefix."
        )
    })?;
    Ok(if value.starts_with("file://") {
        text.replace("\r\n", "\n")
    } else {
        text
    })
}

/// Replaces a leading `~` and the variables of the environment.
pub(crate) fn expand(path: &str) -> PathBuf {
    let home = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            environment::home().map(|home| format!("{}{rest}", home.display()))
        }
        Some(_) | None => None,
    };
    PathBuf::from(expand_variables(home.as_deref().unwrap_or(path)))
}

fn expand_variables(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        expanded.push_str(before);
        let (name, written, after) = variable_name(behind);
        match environment::set_variable(name) {
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

/// Splits what stands behind a `$` into the variable's name, the name as written, and the rest.
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

    #[test]
    fn only_prefixed_values_name_files() {
        assert_eq!(load("mary"), None);
        assert!(
            load("fileb:///no/such/file")
                .unwrap()
                .unwrap_err()
                .contains("[Errno 2]")
        );
    }
}
