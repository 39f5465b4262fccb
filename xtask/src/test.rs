//! `cargo xtask test`: installs what the tests need and is missing, then runs every test there is.

use anyhow::Result;

use crate::shell::{Program, cargo, is_there, target};

/// Runs everything.
pub(crate) fn run() -> Result<()> {
    // The server that the end-to-end tests drive, and what installs their clients.
    cargo(&["build", "--locked", "--package", "roster"]).run()?;
    cargo(&["run", "--locked", "--package", "roster-e2e", "--bin", "setup"]).run()?;
    let all = ["--workspace", "--all-features", "--locked"];
    if is_there("cargo-nextest") {
        with_server(cargo(&["nextest", "run"]).args(&all)).run()?;
        // nextest leaves documentation tests out.
        cargo(&["test", "--doc"]).args(&all).run()
    } else {
        println!("cargo-nextest is not installed: running the same tests with cargo test");
        with_server(cargo(&["test"]).args(&all)).run()
    }
}

/// Lets the tests drive the server that was built, so that none of them builds it anew.
fn with_server(tests: Program) -> Program {
    tests.env("ROSTER_BIN", target().join("debug/roster"))
}
