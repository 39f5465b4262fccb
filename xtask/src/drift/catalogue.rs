//! The catalogue of Connect's operations beside botocore's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use roster_model::catalogue;

use crate::botocore::{ServiceModel, text};
use crate::shell::root;

const FILE: &str = "crates/model/src/catalogue.tsv";

/// How the catalogue differs from botocore.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drift {
    /// What botocore knows and the catalogue does not.
    pub(super) newer: Vec<String>,
    /// What the catalogue says otherwise, or botocore no longer knows.
    pub(super) contradictions: Vec<String>,
}

/// Method and path by name.
type Routes = BTreeMap<String, (String, String)>;

pub(super) fn drift(model: &ServiceModel) -> Result<Drift> {
    let ours = catalogue::entries().map(|entry| {
        let route = (entry.method.to_owned(), entry.path.to_owned());
        (entry.name.to_owned(), route)
    });
    Ok(compare(&ours.collect(), &routes(model)?))
}

/// Writes the catalogue anew, as botocore has it.
pub(super) fn write(model: &ServiceModel) -> Result<()> {
    let rows = routes(model)?
        .into_iter()
        .map(|(name, (method, path))| format!("{name}\t{method}\t{path}\n"));
    fs::write(root().join(FILE), rows.collect::<String>()).with_context(|| format!("cannot write {FILE}"))
}

fn compare(ours: &Routes, theirs: &Routes) -> Drift {
    let known: BTreeSet<&String> = ours.keys().collect();
    let contradictions = ours.iter().filter_map(|(name, route)| match theirs.get(name) {
        None => Some(format!(
            "{name} stands in the catalogue, and botocore does not know it"
        )),
        Some(other) if other != route => Some(format!("{name} in the catalogue: {route:?}, not {other:?}")),
        Some(_) => None,
    });
    Drift {
        newer: theirs
            .keys()
            .filter(|name| !known.contains(name))
            .cloned()
            .collect(),
        contradictions: contradictions.collect(),
    }
}

fn routes(model: &ServiceModel) -> Result<Routes> {
    let routes = model.operations()?.iter().map(|(name, operation)| {
        let http = &operation["http"];
        let route = (
            text(&http["method"])?.to_owned(),
            text(&http["requestUri"])?.to_owned(),
        );
        Ok((name.clone(), route))
    });
    routes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(rows: &[(&str, &str)]) -> Routes {
        rows.iter()
            .map(|(name, path)| ((*name).to_owned(), ("GET".to_owned(), (*path).to_owned())))
            .collect()
    }

    #[test]
    fn a_new_operation_is_no_contradiction_and_a_changed_or_lost_one_is() {
        let ours = routes(&[("ListUsers", "/a"), ("ListQueues", "/b"), ("ListGone", "/c")]);
        let theirs = routes(&[("ListUsers", "/a"), ("ListQueues", "/x"), ("ListNew", "/d")]);

        let drift = compare(&ours, &theirs);

        assert_eq!(drift.newer, ["ListNew"]);
        assert_eq!(
            drift.contradictions,
            [
                "ListGone stands in the catalogue, and botocore does not know it",
                r#"ListQueues in the catalogue: ("GET", "/b"), not ("GET", "/x")"#,
            ]
        );
    }
}
