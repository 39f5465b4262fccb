//! The project that is measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

/// The root of the workspace.
pub(super) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Builds the server with the profile that the bench is built with, and returns where it is.
pub(super) fn build() -> anyhow::Result<PathBuf> {
    let profile = if super::IS_OPTIMIZED { "release" } else { "dev" };
    let built = Command::new("cargo")
        .args(["build", "--profile", profile])
        .args(["--package", "roster", "--features", "slow-disk"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(root())
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(built.status.success(), "the server cannot be built");
    let messages = String::from_utf8(built.stdout)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "roster")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .context("cargo does not say where it put the server")
}
