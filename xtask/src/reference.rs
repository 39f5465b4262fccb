//! `cargo xtask reference`: makes the examples in docs/reference/examples anew, by a run, and writes the pages that
//! show them.

use anyhow::Result;

use crate::shell::cargo;
use crate::tidy;

/// The test that compares the examples with a run, or writes them.
const TEST: &str = "every_operation::examples::examples_are_those_of_a_run";

pub(crate) fn run() -> Result<()> {
    cargo(&[
        "test",
        "--quiet",
        "--locked",
        "--package",
        "roster-server",
        "--test",
        "it",
        "--",
        "--exact",
        TEST,
    ])
    .env("ROSTER_WRITE_EXAMPLES", "1")
    .run()?;
    tidy::write()
}
