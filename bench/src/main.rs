//! The bench, which `cargo xtask bench` runs: what the server does on this machine, in figures that mean something on
//! another one too. Speeds are ratios of two things measured in turns, in the same run, with the
//! same connections; absolute figures are shown with the machine.
//!
//! A figure that misses its mark is shown, and fails nothing: a time depends on what else the
//! machine does. An answer that is not 200 fails the run.

mod bulk;
mod clock;
mod contents;
mod deletion;
mod directory;
mod figures;
mod http;
mod iam;
mod index_entries;
mod load;
mod machine;
mod measure;
mod moto;
mod part;
mod pgbench;
mod postgres;
mod principal;
mod processes;
mod processor_time;
mod project;
mod queues;
mod report;
mod rounds;
mod searchers;
mod server;
mod sqlite_alone;
mod thread_times;
mod traffic;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Parser;

use machine::Machine;
use measure::Bench;
use part::Part;

/// How many users the directory has, unless a figure says otherwise.
const USERS: u64 = 100_000;
const QUICK_USERS: u64 = 1_500;
const QUICK_MANY_USERS: u64 = 3_000;
/// How many users an instance has that is deleted.
const DELETED_USERS: u64 = 1_000_000;
const QUICK_DELETED_USERS: u64 = 2_000;
/// How many access keys are used in turn.
const KEYS: usize = 4_000;
/// As many as change policies at once, see `iam`.
const QUICK_KEYS: usize = 32;
/// The page of the guide with the figures.
const PAGE: &str = "docs/guide/performance.md";
/// What a directory is compared with to see whether size costs speed.
const MANY_USERS: u64 = 10_000_000;

/// Measure the server on this machine
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Arguments {
    /// Less than a minute with 1,500 users: shows that the bench works, not how fast the server is
    #[arg(long)]
    quick: bool,

    /// Also measure 10 million users, first on SQLite and then on PostgreSQL: about ten minutes to make each
    /// time, and at most 50 GB of disk
    #[arg(long, conflicts_with = "quick")]
    full: bool,

    /// Also measure this many users
    #[arg(long, value_name = "N", conflicts_with_all = ["quick", "full"])]
    users: Option<u64>,

    /// Measure these parts only
    #[arg(long, value_name = "PART", value_delimiter = ',', conflicts_with = "write")]
    only: Vec<Part>,

    /// Write the figures to docs/guide/performance.md
    #[arg(long, conflicts_with = "quick")]
    write: bool,

    /// Take the users that an earlier run with --reuse has made on SQLite, and keep them for the next
    #[arg(long)]
    reuse: bool,

    /// How often the things compared take turns
    #[arg(long, value_name = "N", default_value_t = 15)]
    rounds: usize,

    /// How long a turn takes
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    seconds: f64,

    /// Measure this program, with roster-aws beside it, not the one built from here
    #[arg(long, value_name = "FILE", conflicts_with = "write")]
    roster: Option<PathBuf>,

    /// Compare the command line with this AWS CLI, if it is there
    #[arg(long, value_name = "FILE", default_value = "/usr/bin/aws")]
    aws: PathBuf,
}

/// Whether the load generator is optimized. If it is not, its own time is most of what is measured.
const IS_OPTIMIZED: bool = !cfg!(debug_assertions);

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    ensure!(
        IS_OPTIMIZED || arguments.quick,
        "a load that is not optimized measures itself: run `cargo xtask bench`"
    );
    run(&arguments)
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let machine = Machine::here(project::root());
    ensure!(
        !(arguments.write && machine.is_dirty()),
        "files differ from the commit: {PAGE} must name the commit that was measured"
    );
    let roster = match &arguments.roster {
        Some(roster) => roster.clone(),
        None => project::build()?,
    };
    let home = project::root().join("target/bench");
    std::fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    let aws = arguments.aws.exists().then(|| arguments.aws.clone());
    let bench = if arguments.quick {
        Bench {
            machine,
            roster,
            aws,
            home,
            users: QUICK_USERS,
            many_users: Some(QUICK_MANY_USERS),
            deleted_users: QUICK_DELETED_USERS,
            keys: QUICK_KEYS,
            reuse: arguments.reuse,
            rounds: 1,
            turn: Duration::from_millis(300),
            moto: false,
            only: arguments.only.clone(),
        }
    } else {
        Bench {
            machine,
            roster,
            aws,
            home,
            users: USERS,
            many_users: arguments.users.or(arguments.full.then_some(MANY_USERS)),
            deleted_users: DELETED_USERS,
            keys: KEYS,
            reuse: arguments.reuse,
            rounds: arguments.rounds.max(1),
            turn: Duration::from_secs_f64(arguments.seconds),
            moto: true,
            only: arguments.only.clone(),
        }
    };
    let report = bench.run()?;
    println!("\n{}", report.to_text());
    if arguments.quick {
        println!("{}", nothing_measured());
    }
    if arguments.write {
        let page = project::root().join(PAGE);
        std::fs::write(page, report.to_page()).with_context(|| format!("cannot write {PAGE}"))?;
        println!("Wrote {PAGE}");
    }
    Ok(())
}

/// What the figures of a quick run are worth.
fn nothing_measured() -> String {
    let load = if IS_OPTIMIZED {
        ""
    } else {
        ", and the load is not optimized"
    };
    format!("A quick run shows that the bench works. Its figures mean nothing: the turns are short{load}.")
}
