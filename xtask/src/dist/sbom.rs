//! The parts of the programs: a software bill of materials in CycloneDX's JSON.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::shell::{Program, cargo};

/// The version of CycloneDX's format.
const SPECIFICATION: &str = "1.5";

/// The crates that the default build of `roster` is made of.
pub(super) fn of_roster(version: &str) -> Result<String> {
    let host = Program::new("rustc").args(&["--print", "host-tuple"]).output()?;
    let metadata = cargo(&[
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform",
        host.trim(),
    ]);
    let metadata: Value = serde_json::from_str(&metadata.output()?)?;
    Ok(serde_json::to_string_pretty(&list(&metadata, version)?)? + "\n")
}

fn list(metadata: &Value, version: &str) -> Result<Value> {
    let packages: BTreeMap<&str, &Value> = items(&metadata["packages"])
        .filter_map(|package| Some((package["id"].as_str()?, package)))
        .collect();
    let nodes: BTreeMap<&str, &Value> = items(&metadata["resolve"]["nodes"])
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let roster = packages.iter().find(|(_, package)| package["name"] == "roster");
    let (roster, _) = roster.context("there is no package roster")?;
    let mut parts = BTreeSet::new();
    let mut new = vec![*roster];
    while let Some(id) = new.pop() {
        let dependencies = nodes.get(id).map_or(&Value::Null, |node| &node["deps"]);
        for dependency in items(dependencies).filter(|dependency| is_linked(dependency)) {
            let id = dependency["pkg"].as_str().context("a dependency has no id")?;
            if parts.insert(id) {
                new.push(id);
            }
        }
    }
    let mut components: Vec<Value> = parts
        .iter()
        .filter_map(|id| packages.get(id))
        .map(|package| component(package))
        .collect();
    components.sort_by_key(|component| component["purl"].to_string());
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "roster", "version": version}},
        "components": components,
    }))
}

/// Whether a dependency is part of the program, and not only of its build or tests.
fn is_linked(dependency: &Value) -> bool {
    items(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null())
}

fn component(package: &Value) -> Value {
    let (name, version) = (&package["name"], &package["version"]);
    let purl = format!(
        "pkg:cargo/{}@{}",
        name.as_str().unwrap_or_default(),
        version.as_str().unwrap_or_default()
    );
    let mut component = json!({"type": "library", "name": name, "version": version, "purl": purl});
    if package["license"].is_string() {
        component["licenses"] = json!([{"expression": package["license"]}]);
    }
    component
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_that_are_linked_are_listed_and_others_are_not() {
        let node = |id: &str, dependencies: &[(&str, Value)]| {
            let dependencies: Vec<_> = dependencies
                .iter()
                .map(|(id, kind)| json!({"pkg": id, "dep_kinds": [{"kind": kind}]}))
                .collect();
            json!({"id": id, "deps": dependencies})
        };
        let package = |name: &str| json!({"id": name, "name": name, "version": "1.0.0", "license": "MIT"});
        let packages = ["roster", "wire", "serde", "cc", "proptest"].map(package);
        let metadata = json!({
            "packages": packages,
            "resolve": {"nodes": [
                node("roster", &[("wire", Value::Null), ("cc", json!("build")), ("proptest", json!("dev"))]),
                node("wire", &[("serde", Value::Null)]),
            ]},
        });

        let list = list(&metadata, "0.1.0").unwrap();

        let parts: Vec<_> = items(&list["components"])
            .map(|part| part["purl"].clone())
            .collect();
        assert_eq!(parts, ["pkg:cargo/serde@1.0.0", "pkg:cargo/wire@1.0.0"]);
        assert_eq!(list["components"][0]["licenses"][0]["expression"], "MIT");
    }
}
