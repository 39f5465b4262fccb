//! `cargo xtask tidy`: the shape of the tree, as far as a machine can tell.

mod dependencies;
mod guide;
mod mirror;
mod sources;

use anyhow::{Result, bail};

use crate::shell::root;

/// Checks everything and tells every fault.
pub(crate) fn run() -> Result<()> {
    let root = root();
    let checks = [
        dependencies::faults,
        mirror::faults,
        sources::faults,
        guide::faults,
    ];
    let mut faults = Vec::new();
    for check in checks {
        faults.extend(check(&root)?);
    }
    for fault in &faults {
        eprintln!("tidy: {fault}");
    }
    if faults.is_empty() {
        println!("tidy: nothing to say");
        return Ok(());
    }
    bail!("{} faults in the shape of the tree", faults.len());
}

/// Every file below a folder with this ending, in order.
fn files(folder: &std::path::Path, ending: &str) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
