//! What this machine knows: its files and its configuration. It asks nobody else.

use roster_client::environment::expand_path;

use super::lists::Item;
use super::{Question, Surroundings};

/// This machine alone.
pub(crate) struct Machine;

impl Surroundings for Machine {
    fn files(&self, folder: &str) -> Vec<String> {
        let path = if folder.is_empty() {
            ".".into()
        } else {
            expand_path(folder)
        };
        let name = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let slash = if entry.path().is_dir() { "/" } else { "" };
            Some(format!("{name}{slash}"))
        };
        // What cannot be read is not offered.
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries.filter_map(name).collect();
        files.sort();
        files
    }

    fn profiles(&self) -> Vec<String> {
        roster_client::profiles()
    }

    fn items(&self, _: Question) -> Vec<Item> {
        Vec::new()
    }
}
