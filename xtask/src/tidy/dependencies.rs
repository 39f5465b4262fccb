//! Who may use whom: the edges that ARCHITECTURE.md draws, and no others.

use std::path::Path;

use anyhow::{Context, Result};

/// A crate and the crates of ours that it may use.
const EDGES: &[(&str, &[&str])] = &[
    ("model-derive", &[]),
    ("model", &["model-derive"]),
    ("samples", &["model"]),
    ("sigv4", &[]),
    ("policy", &[]),
    ("wire", &["model"]),
    ("domain", &["model"]),
    ("store", &["domain"]),
    ("store-testing", &["domain", "store"]),
    ("store-sqlite", &["domain", "store"]),
    ("store-postgres", &["domain", "store"]),
    ("jobs", &["domain", "model", "store"]),
    ("audit-delivery", &["domain", "model", "store"]),
    ("audit-export", &[]),
    ("mail", &["domain", "model"]),
    (
        "service",
        &[
            "audit-delivery",
            "domain",
            "jobs",
            "mail",
            "model",
            "policy",
            "store",
        ],
    ),
    (
        "server",
        &[
            "audit-delivery",
            "domain",
            "jobs",
            "model",
            "service",
            "sigv4",
            "store",
            "wire",
        ],
    ),
    (
        "testkit",
        &[
            "audit-delivery",
            "domain",
            "jobs",
            "mail",
            "model",
            "samples",
            "server",
            "service",
            "sigv4",
            "store",
            "store-postgres",
            "store-sqlite",
            "wire",
        ],
    ),
    ("plan", &["domain", "model"]),
    ("bulk", &["client", "domain", "model", "plan"]),
    ("private-postgres", &[]),
    ("python-values", &[]),
    ("jmespath", &["python-values"]),
    ("client", &["model", "python-values", "sigv4", "wire"]),
    (
        "aws-cli",
        &["client", "jmespath", "model", "python-values", "sigv4"],
    ),
    (
        "roster",
        &[
            "audit-delivery",
            "audit-export",
            "aws-cli",
            "bulk",
            "client",
            "domain",
            "jobs",
            "mail",
            "model",
            "plan",
            "server",
            "service",
            "store",
            "store-postgres",
            "store-sqlite",
        ],
    ),
];

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(root.join("crates"))? {
        let folder = entry?.path();
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .context("a crate's folder has no name")?;
        let manifest: toml::Table = std::fs::read_to_string(folder.join("Cargo.toml"))?.parse()?;
        let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == name) else {
            faults.push(format!(
                "crates/{name} is not drawn in ARCHITECTURE.md and xtask/src/tidy/dependencies.rs"
            ));
            continue;
        };
        let used = manifest.get("dependencies").and_then(toml::Value::as_table);
        let used = used
            .into_iter()
            .flat_map(toml::Table::keys)
            .filter_map(|used| used.strip_prefix("roster-"));
        for used in used.filter(|used| !allowed.contains(used)) {
            faults.push(format!("crates/{name} must not use crates/{used}"));
        }
    }
    Ok(faults)
}
