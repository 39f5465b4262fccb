//! The data directory and its files are for their owner only.

use super::examined::Examined;
use super::finding::Finding;
use crate::master_key_file::KeyFile;
use crate::{credentials_file, file_modes};

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let data_dir = &examined.data_dir;
    let folder = data_dir.path().display();
    let key_file = KeyFile::of_server(&examined.arguments.serve, data_dir);
    let mut findings: Vec<_> = file_modes::open(data_dir, key_file.path())?
        .iter()
        .map(|open| Finding::warning(open.to_string()))
        .collect();
    if findings.is_empty() {
        findings.push(Finding::ok(format!(
            "{folder} and its files are for their owner only"
        )));
    }
    if credentials_file::read(&data_dir.credentials())?.is_empty() {
        findings.push(Finding::warning(format!(
            "{} has no access key of a root: restore it, or the next start makes a new one",
            data_dir.credentials().display()
        )));
    }
    Ok(findings)
}
