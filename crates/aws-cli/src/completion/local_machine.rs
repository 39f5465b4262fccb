//! Candidates from this machine: files and profiles. The service is not called.

use roster_client::environment::expand_path;

use super::lists::Item;
use super::{ListQuery, Sources};

/// This machine, without the service.
pub(crate) struct LocalMachine;

impl Sources for LocalMachine {
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
        // Entries that cannot be read are not offered.
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries.filter_map(name).collect();
        files.sort();
        files
    }

    fn profiles(&self) -> Vec<String> {
        roster_client::profiles()
    }

    fn items(&self, _: ListQuery) -> Vec<Item> {
        Vec::new()
    }
}
