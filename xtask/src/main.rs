//! Project chores: `cargo xtask <chore>`.

mod bench;
mod botocore;
mod check;
mod conformance;
mod declare;
mod dist;
mod drift;
mod fresh;
mod fuzz;
mod machine;
mod reference;
mod shell;
mod test;
mod tidy;
mod upgrade;

use clap::{Parser, Subcommand};

/// Project chores
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Measure the server on this machine
    Bench(bench::Arguments),
    /// Check format, lints, documentation, dependencies and the shape of the tree
    Check,
    /// Show how far Roster, or another server, answers as Amazon Connect does
    Conformance(conformance::Arguments),
    /// Write the declarations of operations from botocore's model
    Declare(declare::Arguments),
    /// Make what a release offers for download: archive, Debian package, list of parts, checksums
    Dist(dist::Arguments),
    /// Show what the newest botocore describes otherwise than Roster declares it
    Drift(drift::Arguments),
    /// Run README's commands on a bare Debian 12, made in a folder: needs root, an hour and 20 GB
    Fresh(fresh::Arguments),
    /// Run the fuzz targets, each from its corpus
    Fuzz(fuzz::Arguments),
    /// Make the examples and pages of docs/reference anew
    Reference,
    /// Install what the tests need and is missing, then run every test
    Test(test::Arguments),
    /// Measure and check the shape of the tree only
    Tidy(tidy::Arguments),
    /// Try the upgrade from an earlier revision on both engines
    Upgrade(upgrade::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Bench(arguments) => bench::run(&arguments),
        Chore::Check => check::run(),
        Chore::Conformance(arguments) => conformance::run(&arguments),
        Chore::Declare(arguments) => declare::run(&arguments),
        Chore::Dist(arguments) => dist::run(&arguments),
        Chore::Drift(arguments) => drift::run(&arguments),
        Chore::Fresh(arguments) => fresh::run(&arguments),
        Chore::Fuzz(arguments) => fuzz::run(&arguments),
        Chore::Reference => reference::run(),
        Chore::Test(arguments) => test::run(&arguments),
        Chore::Tidy(arguments) => tidy::run(&arguments),
        Chore::Upgrade(arguments) => upgrade::run(&arguments),
    }
}
