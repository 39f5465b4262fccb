//! `cargo xtask test`: installs what the tests need and is missing, then runs every test there is.

use anyhow::Result;
use clap::Args;
use roster_private_postgres::{Cluster, Plan};

use crate::shell::{Program, cargo, is_there, target};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Run only the tests whose names contain one of these words, and no documentation tests
    #[arg(value_name = "WORD")]
    words: Vec<String>,
}

/// Runs everything, or the tests of these words.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    // What installs the clients of the end-to-end tests.
    cargo(&["run", "--locked", "--package", "roster-e2e", "--bin", "setup"]).run()?;
    let cluster = hasty().start()?;
    println!("started PostgreSQL in {}", cluster.folder().display());
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    if is_there("cargo-nextest") {
        with_servers(all(&["nextest", "run"]).args(&words), &cluster).run()?;
        if !words.is_empty() {
            return Ok(());
        }
        // nextest leaves documentation tests out.
        all(&["test", "--doc"]).run()
    } else {
        println!("cargo-nextest is not installed: running the same tests with cargo test");
        // As nextest does: one failure must not hide another.
        let filters = if words.is_empty() {
            words
        } else {
            [&["--tests", "--"][..], &words].concat()
        };
        with_servers(all(&["test", "--no-fail-fast"]).args(&filters), &cluster).run()
    }
}

/// Cargo, with all there is to test.
fn all(command: &[&str]) -> Program {
    cargo(command)
        .args(&["--workspace", "--all-features", "--locked"])
        // With "off", what xtask shares with procedural macros is compiled otherwise than without xtask, and so is
        // all that uses these: documentation tests, of which xtask has none, compiled the dependencies anew.
        .env("CARGO_PROFILE_TEST_LTO", "false")
}

/// A cluster that lasts for one run. Nothing of it need outlive a failure of the power, and tests make nearly a
/// thousand schemas, whose tables cost more in flushes and in vacuuming of the catalogs than in statements.
fn hasty() -> Plan {
    ["fsync", "full_page_writes", "autovacuum"]
        .into_iter()
        .fold(Plan::default(), |plan, name| plan.setting(name, "off"))
        .setting("max_wal_size", "4GB")
}

/// Lets the tests drive the server that is built with them, so that none of them builds it anew, and keep
/// records in the cluster.
fn with_servers(tests: Program, cluster: &Cluster) -> Program {
    tests
        .env("ROSTER_BIN", target().join("debug/roster"))
        .env("ROSTER_TEST_POSTGRES", cluster.url())
        .env("ROSTER_TEST_PYTHON", target().join("e2e/venv/bin/python"))
}
