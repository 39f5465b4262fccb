//! Values in files: `file://` and `fileb://`.

use roster_client::environment::expand_path;
use roster_python_values::{os_error, repr_str};

/// The text of the file that a value names, or why it cannot be read. `None`: it names no file.
pub(crate) fn load(value: &str) -> Option<Result<String, String>> {
    let path = value
        .strip_prefix("file://")
        .or_else(|| value.strip_prefix("fileb://"))?;
    Some(read(value, path))
}

fn read(value: &str, path: &str) -> Result<String, String> {
    let path = expand_path(path);
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

#[cfg(test)]
mod tests {
    use super::*;

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
