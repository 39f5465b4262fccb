//! What no source file may hold: a file without a story of its own, a test that is switched off, a
//! promise instead of code.

use std::path::Path;

use anyhow::Result;

use super::tree::files;

/// The most lines that a file of ours may have.
const LINES: usize = 700;
const FOLDERS: [&str; 5] = ["bench", "conformance", "crates", "e2e", "xtask"];

/// The longest file of ours.
pub(super) fn measure(root: &Path) -> Result<String> {
    let mut longest = (0, String::new());
    for folder in FOLDERS {
        for path in files(&root.join(folder), "rs")? {
            let lines = std::fs::read_to_string(&path)?.lines().count();
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            longest = longest.max((lines, name));
        }
    }
    let (lines, name) = longest;
    Ok(format!("longest file: {lines} lines ({name})"))
}

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for folder in FOLDERS {
        for path in files(&root.join(folder), "rs")? {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let text = std::fs::read_to_string(&path)?;
            let lines = text.lines().count();
            if lines > LINES {
                faults.push(format!("{name} has {lines} lines: it tells more than one story"));
            }
            let words = [
                concat!("#[", "ignore"),
                concat!("todo", "!("),
                concat!("unimplemented", "!("),
                concat!("dbg", "!("),
            ];
            for word in words.iter().filter(|word| text.contains(*word)) {
                faults.push(format!("{name} holds {word}…"));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A tree with these files.
    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in FOLDERS {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        for (name, text) in files {
            fs::write(root.path().join(name), text).unwrap();
        }
        root
    }

    #[test]
    fn the_longest_file_is_named() {
        let root = tree(&[("crates/a.rs", "\n\n\n"), ("e2e/b.rs", "\n")]);

        assert_eq!(
            measure(root.path()).unwrap(),
            "longest file: 3 lines (crates/a.rs)"
        );
    }

    #[test]
    fn a_file_that_is_too_long_or_switches_a_test_off_is_a_fault() {
        let long = "\n".repeat(LINES + 1);
        let off = concat!("#[", "ignore]");
        let root = tree(&[("crates/long.rs", &long), ("xtask/off.rs", off)]);

        let faults = faults(root.path()).unwrap();

        assert_eq!(
            faults,
            [
                "crates/long.rs has 701 lines: it tells more than one story",
                concat!("xtask/off.rs holds #[", "ignore…"),
            ]
        );
    }
}
