//! What no source file may hold: a file without a story of its own, a test that is switched off, a
//! promise instead of code.

use std::path::Path;

use anyhow::Result;

use super::files;

/// The most lines that a file of ours may have.
const LINES: usize = 700;

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for folder in ["crates", "xtask", "e2e"] {
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
