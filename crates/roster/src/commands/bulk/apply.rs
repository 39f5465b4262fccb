//! `roster bulk apply` and `roster bulk resume`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use roster_bulk::{Ended, Error, PlanFile, Run, Runs, outcome, report};
use roster_client::SystemClock;
use roster_plan::State;

use super::exit_codes::{CHANGES, INTERRUPTED};
use super::plan_view::{deletions, name, plural};
use super::progress::Bar;
use super::session::{Session, explained};
use crate::arguments::{BulkApply, BulkResume};
use crate::confirmation::confirm;
use crate::private_file;
use crate::terminal_text::{word, write_line};
use crate::text_table::{TextTable, terminal_width};

/// The most lines that the end of a run prints; the report has all.
const LINES: usize = 50;

/// Applies a plan.
pub(super) fn apply(arguments: &BulkApply) -> anyhow::Result<ExitCode> {
    let plan = PlanFile::read(&arguments.plan)?;
    let session = Session::open(&arguments.target)?;
    if plan.endpoint != session.address && arguments.target.endpoint_url.is_none() {
        bail!(
            "nothing was changed: the plan was made with {}, and this would call {}; say --endpoint-url {} if that is meant",
            plan.endpoint,
            session.address,
            session.address
        );
    }
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    confirm_and_run(&plan, &session, &runs, arguments.yes)
}

/// Asks, and applies a plan as a new run.
pub(super) fn confirm_and_run(
    plan: &PlanFile,
    session: &Session,
    runs: &Runs,
    yes: bool,
) -> anyhow::Result<ExitCode> {
    if plan.changes.is_empty() {
        println!("Nothing to do: the plan has no changes");
        return Ok(ExitCode::SUCCESS);
    }
    if !yes {
        let question = format!(
            "Apply {}{} to instance {} at {}?",
            plural(plan.changes.len(), "change"),
            match deletions(&plan.changes) {
                0 => String::new(),
                deletions => format!(", of which {} cannot be undone,", plural(deletions, "deletion")),
            },
            name(&plan.instance),
            session.address
        );
        if !confirm(&question)? {
            println!("Nothing was changed");
            return Ok(ExitCode::SUCCESS);
        }
    }
    let run = runs.begin(plan, &SystemClock)?;
    go_on(&run, session)
}

/// Goes on with a run.
pub(super) fn resume(arguments: &BulkResume) -> anyhow::Result<ExitCode> {
    let session = Session::open(&arguments.target)?;
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    let run = runs.open(&runs.id_or_newest(arguments.run.as_deref())?)?;
    go_on(&run, &session)
}

/// Does what remains of a run, writes the report and prints what is not done.
fn go_on(run: &Run, session: &Session) -> anyhow::Result<ExitCode> {
    let bar = Bar::start(run.progress.counts());
    let ended = roster_bulk::apply(run, &session.work(), &bar);
    bar.end();
    let path = run.folder.join("report.csv");
    private_file::replace(&path, &report(&run.plan.changes, &ended.progress)?)?;
    print(run, &ended, &path.display().to_string())?;
    let counts = ended.progress.counts();
    let is_complete = ended.progress.is_complete();
    match ended.stopped_by {
        Some(Error::Interrupted) => Ok(ExitCode::from(INTERRUPTED)),
        Some(error) => Err(explained(error)),
        None if counts.failed > 0 || !is_complete => Ok(ExitCode::FAILURE),
        None if counts.skipped > 0 => Ok(ExitCode::from(CHANGES)),
        None => Ok(ExitCode::SUCCESS),
    }
}

fn print(run: &Run, ended: &Ended, report: &str) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let counts = ended.progress.counts();
    write_line!(
        &mut out,
        "Run {}: {} planned, {} done, {} skipped, {} failed",
        run.id,
        counts.planned,
        counts.done,
        counts.skipped,
        counts.failed
    )?;
    let not_done = run
        .plan
        .changes
        .iter()
        .zip(ended.progress.states())
        .filter_map(|(change, state)| {
            let is_shown = match state {
                State::Skipped(_) | State::Failed(_) | State::InDoubt => true,
                State::Waiting | State::Done => false,
            };
            let (outcome, message) = outcome(state);
            is_shown.then(|| {
                [
                    word(&change.username).into_owned(),
                    outcome.to_owned(),
                    message.to_owned(),
                ]
            })
        });
    let rows: Vec<_> = not_done.collect();
    if !rows.is_empty() {
        let more = rows.len().saturating_sub(LINES);
        let shown = rows.into_iter().take(LINES);
        TextTable::of(["USER", "OUTCOME", "WHY"], shown).print(&mut out, terminal_width())?;
        if more > 0 {
            write_line!(&mut out, "and {more} more")?;
        }
    }
    if !ended.progress.is_complete() {
        write_line!(
            &mut out,
            "The run is not complete: `roster bulk resume {}` goes on",
            run.id
        )?;
    }
    write_line!(&mut out, "Report: {report}")?;
    Ok(out.flush()?)
}
