//! `cargo xtask bench`: runs the bench, optimized: the load must not be what is slow.

use std::ffi::OsString;

use anyhow::Result;
use clap::Args;

use crate::shell::{Program, cargo};

#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// What the bench takes: --help lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let bench = [
        "run",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "roster-bench",
        "--",
    ];
    let program = arguments.arguments.iter().fold(cargo(&bench), Program::arg);
    program.run()
}
