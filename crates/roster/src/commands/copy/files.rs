//! The files outside the database that must move with it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use roster_domain::Record;
use roster_domain::records::iam::AccessKeySecret;
use roster_store::copy::Report;

use crate::data_dir::DataDir;
use crate::private_file;
use crate::store_url::StoreUrl;

/// A file beside a database.
struct Beside {
    path: fn(&DataDir) -> PathBuf,
    what: &'static str,
}

const CREDENTIALS: Beside = Beside {
    path: DataDir::credentials,
    what: "the access keys of the roots",
};
const SECRET_KEY: Beside = Beside {
    path: DataDir::secret_key,
    what: "the key without which no access key of a user works (or what --secret-key-file names)",
};

/// The steps that remain to be done by hand.
pub(super) fn advice(from: &StoreUrl, to: &StoreUrl, report: &Report) -> anyhow::Result<Vec<String>> {
    let has_secrets = report
        .comparisons
        .iter()
        .any(|comparison| comparison.what == AccessKeySecret::KIND.name);
    let mut lines = Vec::new();
    if let Some(folder) = from.data_dir()
        && folder.endpoint()?.is_some()
    {
        lines.push(format!(
            "A server is still running on {from}: what it does from now on is not in the copy"
        ));
    }
    for beside in [CREDENTIALS].into_iter().chain(has_secrets.then_some(SECRET_KEY)) {
        lines.extend(beside.advice(from, to)?);
    }
    Ok(lines)
}

impl Beside {
    fn advice(&self, from: &StoreUrl, to: &StoreUrl) -> anyhow::Result<Option<String>> {
        let of = |place: &StoreUrl| place.data_dir().map(|folder| (self.path)(&folder));
        let (theirs, ours) = (of(from), of(to));
        let what = self.what;
        let goal = match &ours {
            Some(ours) => ours.display().to_string(),
            None => "the data directory of each server".to_owned(),
        };
        let Some(theirs) = theirs else {
            let name = (self.path)(&DataDir::new(Path::new("")));
            return Ok(Some(format!(
                "Not in the database: {what}. Copy {} of one of the servers to {goal}",
                name.display()
            )));
        };
        let (theirs_bytes, ours_bytes) = (
            content(&theirs)?,
            ours.as_deref().map(content).transpose()?.flatten(),
        );
        Ok(match (theirs_bytes, ours_bytes) {
            (None, _) => Some(format!(
                "Not in the database: {what}. {} is not there; find it, and copy it to {goal}",
                theirs.display()
            )),
            (Some(theirs), Some(ours)) if theirs == ours => None,
            (Some(_), Some(_)) => Some(format!(
                "Not in the database: {what}. {goal} is another file than {}: put that one in its place",
                theirs.display()
            )),
            (Some(_), None) => Some(format!(
                "Not in the database: {what}. Copy {} to {goal}",
                theirs.display()
            )),
        })
    }
}

fn content(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    if !private_file::is_there(path)? {
        return Ok(None);
    }
    let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Some(content))
}
