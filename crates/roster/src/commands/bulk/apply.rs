//! `roster bulk apply` and `roster bulk resume`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use roster_bulk::{Error, PlanFile, Run, Runs};
use roster_client::SystemClock;

use super::exit_codes::{CHANGES, INTERRUPTED};
use super::plan_view::{deletions, name, plural};
use super::progress::Bar;
use super::report::RunReport;
use super::session::{Session, explained};
use crate::arguments::{BulkApply, BulkResume, BulkTarget};
use crate::confirmation::confirm;

/// Applies a plan.
pub(super) fn apply(arguments: &BulkApply) -> anyhow::Result<ExitCode> {
    let plan = PlanFile::read(&arguments.plan)?;
    let session = Session::open(&arguments.target)?;
    refuse_other_endpoint(&plan, &session, &arguments.target)?;
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    confirm_and_run(&plan, &session, &runs, arguments.yes)
}

/// Refuses to call another service than the one that a plan was made with, unless it is named.
pub(super) fn refuse_other_endpoint(
    plan: &PlanFile,
    session: &Session,
    target: &BulkTarget,
) -> anyhow::Result<()> {
    if plan.endpoint != session.address && target.endpoint_url.is_none() {
        bail!(
            "nothing was changed: the plan was made with {}, and this would call {}; say --endpoint-url {} if that is meant",
            plan.endpoint,
            session.address,
            session.address
        );
    }
    Ok(())
}

/// Asks, and applies a plan as a new run.
pub(super) fn confirm_and_run(
    plan: &PlanFile,
    session: &Session,
    runs: &Runs,
    yes: bool,
) -> anyhow::Result<ExitCode> {
    if plan.is_empty() {
        println!("Nothing to do: the plan has no changes");
        return Ok(ExitCode::SUCCESS);
    }
    if !yes {
        let question = format!(
            "Apply {}{} to instance {} at {}?",
            plural(plan.len(), "change"),
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
    // The files of a run name the service that it calls.
    let plan = PlanFile {
        endpoint: session.address.clone(),
        ..plan.clone()
    };
    let run = runs.begin(&plan, &SystemClock)?;
    go_on(&run, session)
}

/// Goes on with a run.
pub(super) fn resume(arguments: &BulkResume) -> anyhow::Result<ExitCode> {
    let session = Session::open(&arguments.target)?;
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    let run = runs.open(&runs.id_or_newest(arguments.run.as_deref())?)?;
    refuse_other_endpoint(&run.plan, &session, &arguments.target)?;
    go_on(&run, &session)
}

/// Does what remains of a run, writes the report and prints what is not done.
fn go_on(run: &Run, session: &Session) -> anyhow::Result<ExitCode> {
    let bar = Bar::start(run.progress.counts());
    let ended = roster_bulk::apply(run, &session.changing(), &bar);
    bar.end();
    let report = RunReport {
        id: &run.id,
        plan: &run.plan,
        progress: &ended.progress,
    };
    report.write_beside_journal(&run.folder)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    report.print(&mut out)?;
    RunReport::print_files(&mut out, &run.folder)?;
    out.flush()?;
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
