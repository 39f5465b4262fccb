//! `roster copy`.

mod files;
mod progress;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use roster_domain::audit::Hash;
use roster_store::copy::{Comparison, Completion, Content, Outcome, Report, copy as copy_all};

use self::progress::{Shown, Times};
use crate::arguments::Copy;
use crate::engine;
use crate::last_engine::{Engine, LastEngine};
use crate::store_url::StoreUrl;

/// How many digits of a hash to print for comparison.
const DIGITS: usize = 16;

/// Copies everything from one database into another, and compares both.
pub(crate) fn copy(arguments: &Copy) -> anyhow::Result<ExitCode> {
    let (from, to) = (place(&arguments.from, "--from")?, place(&arguments.to, "--to")?);
    if from == to {
        bail!("--from and --to are the same");
    }
    let patience = arguments.database_timeout;
    let mut source = engine::open_source(&from, patience).context("--from")?;
    let mut target = engine::open_target(&to, patience).context("--to")?;
    let mut shown = Shown::start();
    let completion = if arguments.more_to_come {
        Completion::LeaveOpen
    } else {
        Completion::Finish
    };
    let report = copy_all(&mut *source, &mut *target, completion, &mut |progress| {
        shown.tell(progress);
    })?;
    let times = shown.end();
    report.comparisons.iter().for_each(print);
    println!("{}", pace(&report, times));
    Ok(match report.outcome {
        Outcome::Finished => {
            if let Some(data_dir) = to.data_dir()
                && to == StoreUrl::Sqlite(data_dir.database())
            {
                LastEngine::read(&data_dir)?.note(Engine::Sqlite)?;
            }
            println!("The copy is finished, and can be served.");
            for line in files::advice(&from, &to, &report)? {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Outcome::LeftOpen => {
            println!(
                "The copy has the state of {from} at the start of this run, and waits for another run: stop the servers, then run the same command without --more-to-come"
            );
            ExitCode::SUCCESS
        }
        Outcome::Outdated => {
            println!(
                "The copy is out of date: {from} was written to meanwhile. Stop its servers, then run the same command again to copy the rest"
            );
            ExitCode::FAILURE
        }
        Outcome::Different => {
            println!(
                "The copy differs from {from} and cannot be served: another program has written to it, or a disk loses writes. Run the same command again, or copy into an empty target"
            );
            ExitCode::FAILURE
        }
    })
}

/// Parses a URL. The error does not repeat the text: it may hold a password.
fn place(text: &str, flag: &'static str) -> anyhow::Result<StoreUrl> {
    text.parse().map_err(anyhow::Error::msg).context(flag)
}

fn print(comparison: &Comparison) {
    let Comparison { what, source, target } = comparison;
    let text = content(what, source);
    if comparison.is_equal() {
        println!("{text}  equal");
    } else {
        println!("{text}  DIFFERENT");
        println!("{}  in the copy", content(what, target));
    }
}

fn content(what: &str, content: &Content) -> String {
    let Content {
        records,
        entries,
        hash,
    } = content;
    let entries_name = if what == "audit" { "chains" } else { "entries" };
    let hash = digits(hash);
    format!("{what:24} {records:>10} records {entries:>10} {entries_name:7}  sha256 {hash}")
}

fn digits(hash: &Hash) -> String {
    hash.to_string()[..DIGITS].to_owned()
}

/// The speed of the copy, as in the figures of `docs/decisions/0020-copying-between-engines.md`.
fn pace(report: &Report, Times { copying, checking }: Times) -> String {
    let records: u64 = report
        .comparisons
        .iter()
        .map(|comparison| comparison.source.records)
        .sum();
    format!(
        "{records} records: brought in {}, checked in {}",
        spent(records, copying),
        spent(records, checking)
    )
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a figure for people"
)]
fn spent(records: u64, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let per_second = (records as f64 / seconds.max(0.001)) as u64;
    format!("{seconds:.1} s ({per_second} a second)")
}
