//! `cargo xtask test`: installs what the tests need and is missing, then runs every test there is.

use anyhow::Result;
use roster_private_postgres::Cluster;

use crate::shell::{Program, cargo, is_there, target};

/// Runs everything.
pub(crate) fn run() -> Result<()> {
    // The server that the end-to-end tests drive, and what installs their clients.
    cargo(&[
        "build",
        "--locked",
        "--package",
        "roster",
        "--features",
        "slow-disk",
    ])
    .run()?;
    cargo(&["run", "--locked", "--package", "roster-e2e", "--bin", "setup"]).run()?;
    let cluster = Cluster::start()?;
    println!("started PostgreSQL in {}", cluster.folder().display());
    let all = ["--workspace", "--all-features", "--locked"];
    if is_there("cargo-nextest") {
        with_servers(cargo(&["nextest", "run"]).args(&all), &cluster).run()?;
        // nextest leaves documentation tests out.
        cargo(&["test", "--doc"]).args(&all).run()
    } else {
        println!("cargo-nextest is not installed: running the same tests with cargo test");
        with_servers(cargo(&["test"]).args(&all), &cluster).run()
    }
}

/// Lets the tests drive the server that was built, so that none of them builds it anew, and keep
/// records in the cluster.
fn with_servers(tests: Program, cluster: &Cluster) -> Program {
    tests
        .env("ROSTER_BIN", target().join("debug/roster"))
        .env("ROSTER_TEST_POSTGRES", cluster.url())
        .env("ROSTER_TEST_PYTHON", target().join("e2e/venv/bin/python"))
}
