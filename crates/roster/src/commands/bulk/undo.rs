//! `roster bulk undo`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use roster_bulk::{PlanFile, Runs, people, timestamp};
use roster_client::SystemClock;
use roster_plan::{Change, Conflict, Progress, Reason, State};

use super::apply;
use super::exit_codes::CHANGES;
use super::plan_view::{print, print_changes};
use super::session::{Session, explained};
use crate::arguments::{BulkUndo, Color};
use crate::private_file;
use crate::terminal_text::word;
use crate::text_table::TextTable;

/// Plans the way back of a run, and applies it or writes it.
pub(super) fn undo(arguments: &BulkUndo) -> anyhow::Result<ExitCode> {
    let session = Session::open(&arguments.target)?;
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    let id = runs.id_or_newest(arguments.run.as_deref())?;
    let (plan, progress) = runs.look(&id)?;
    if progress.states().contains(&State::InDoubt) {
        bail!("run {id} has calls whose outcome is unknown: `roster bulk resume {id}` looks them up first");
    }
    let made = made(&plan, &progress);
    let ids: Vec<&str> = made.iter().map(|change| &*change.user_id).collect();
    let people = people(&session.work(), &plan.instance.id, &ids).map_err(explained)?;
    let undo = roster_plan::undo(made, &people, plan.instance.identity_management_type);
    let mut out = io::BufWriter::new(io::stdout().lock());
    print_changes(&mut out, &undo.changes, arguments.color)?;
    print_conflicts(&mut out, &undo.conflicts, arguments.color)?;
    out.flush()?;
    drop(out);
    let back = PlanFile {
        undoes: Some(id),
        ..PlanFile::new(
            timestamp(&SystemClock),
            session.address.clone(),
            plan.instance(),
            undo.changes,
        )
    };
    if let Some(path) = &arguments.out {
        private_file::replace(path, &back.to_json())?;
        let is_empty = back.changes.is_empty();
        return Ok(if is_empty {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(CHANGES)
        });
    }
    let code = apply::confirm_and_run(&back, &session, &runs, arguments.yes)?;
    let is_partial = code == ExitCode::SUCCESS && !undo.conflicts.is_empty();
    Ok(if is_partial { ExitCode::from(CHANGES) } else { code })
}

/// The changes that a run made, as far as it knows.
fn made<'a>(plan: &'a PlanFile, progress: &Progress) -> Vec<&'a Change> {
    let changes = plan.changes.iter().zip(progress.states());
    let made = changes.filter(|(_, state)| match state {
        State::Done | State::Skipped(Reason::HeldBack) => true,
        State::Waiting | State::InDoubt | State::Skipped(_) | State::Failed(_) => false,
    });
    made.map(|(change, _)| change).collect()
}

fn print_conflicts(out: &mut impl Write, conflicts: &[Conflict], color: Color) -> anyhow::Result<()> {
    if conflicts.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let rows = conflicts.iter().map(|conflict| {
        [
            word(&conflict.username).into_owned(),
            conflict.field.to_owned(),
            word(&conflict.now).into_owned(),
            conflict.rule.clone(),
        ]
    });
    let table = TextTable::of(["NOT RESTORED", "FIELD", "NOW", "WHY"], rows);
    print(out, &table, color, ["", "", "33", ""])
}
