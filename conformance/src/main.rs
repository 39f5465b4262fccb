//! The conformance runner, which `cargo xtask conformance` builds and runs.

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use clap::Parser;
use roster_client::Config;
use roster_conformance::caller::{Caller, HttpCaller};
use roster_conformance::measured::Measured;
use roster_conformance::run::{Run, operations, run};
use roster_conformance::score::Score;
use roster_conformance::servers::{REGION, Server, credentials};
use roster_conformance::{measured, page};

/// Show how far a server answers as Amazon Connect does; fails if it fails a case
#[derive(Parser)]
#[command(name = "cargo xtask conformance", bin_name = "cargo xtask conformance")]
struct Arguments {
    /// Try the server at this address, with credentials and a Region from the usual AWS variables
    #[arg(long, value_name = "URL", conflicts_with_all = ["roster", "moto_server", "write"])]
    endpoint: Option<String>,

    /// Try all cases in this instance of that server, instead of one of their own for each. The cases change and fill
    /// it: give one that is not in use
    #[arg(long, value_name = "ID", requires = "endpoint")]
    instance: Option<String>,

    /// Try only this operation
    #[arg(long, value_name = "NAME", conflicts_with = "write")]
    operation: Option<String>,

    /// Write docs/reference/conformance.md
    #[arg(long)]
    write: bool,

    /// Start this program, and try it
    #[arg(long, value_name = "FILE", hide = true)]
    roster: Option<PathBuf>,

    /// Start this server of moto, and try it beside Roster
    #[arg(long, value_name = "FILE", hide = true)]
    moto_server: Option<PathBuf>,

    /// The version of that server
    #[arg(long, value_name = "VERSION", hide = true, default_value = "")]
    moto_version: String,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let only = arguments.operation.as_deref();
    if let Some(endpoint) = &arguments.endpoint {
        let config = Config::load(None)?;
        let caller = HttpCaller::new(&config, endpoint, None, true)?.in_instance(arguments.instance.clone());
        return require(report(endpoint, &measure(&caller, only)?, true));
    }
    let Some(program) = &arguments.roster else {
        bail!("there is no server to try: give its address with --endpoint");
    };
    let folder = tempfile::tempdir()?;
    let data_dir = folder.path().join("data");
    let server = Server::roster(program, &data_dir)?;
    let config = Config::of_file(&credentials(&data_dir), "default")?;
    let of_roster = measure(
        &HttpCaller::new(&config, &server.endpoint, Some(REGION), false)?,
        only,
    )?;
    let score = report("Roster", &of_roster, true);
    if let Some(program) = &arguments.moto_server {
        let server = Server::moto(program)?;
        let name = format!("moto {}", arguments.moto_version);
        let runs = measure(
            &HttpCaller::new(&config, &server.endpoint, Some(REGION), false)?,
            only,
        )?;
        report(&name, &runs, false);
        if arguments.write {
            Measured::of(&name, &runs).write()?;
        }
    }
    if arguments.write {
        page::write(&page::render(&of_roster, &measured::Measured::moto()?))?;
    }
    require(score)
}

fn require(score: Score) -> Result<()> {
    ensure!(score.passed == score.cases, "not every case is passed");
    Ok(())
}

fn measure(caller: &dyn Caller, only: Option<&str>) -> Result<Vec<Run>> {
    let chosen = operations().filter(|operation| only.is_none_or(|name| name == operation.name));
    let runs: Vec<Run> = chosen
        .map(|operation| run(caller, operation))
        .collect::<Result<_>>()?;
    ensure!(!runs.is_empty(), "Roster serves no operation of this name");
    Ok(runs)
}

/// Prints the score of each operation, and each case that failed; returns the score of all.
fn report(server: &str, runs: &[Run], with_failures: bool) -> Score {
    println!("{server}:");
    for run in runs {
        println!("  {}: {}", run.operation.name, Score::of(run));
        let failed = run.outcomes.iter().filter(|_| with_failures);
        for outcome in failed {
            if let Some(failure) = &outcome.failure {
                println!("    {}: {failure}", outcome.case);
            }
        }
    }
    let total: Score = runs.iter().map(Score::of).sum();
    println!("{server}: {total}");
    total
}
