//! `roster bulk undo`.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use roster_bulk::{Error, PlanFile, Runs, accounts, complete, people, timestamp};
use roster_client::SystemClock;
use roster_plan::{Change, Column, Conflict, Instance, People, Progress, Reason, State};

use super::apply;
use super::exit_codes::CHANGES;
use super::plan_view::{print, print_changes, title};
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
    let (mut plan, progress) = runs.look(&id)?;
    apply::refuse_other_endpoint(&plan, &session, &arguments.target)?;
    if progress.states().contains(&State::InDoubt) {
        bail!("run {id} has calls whose outcome is unknown: `roster bulk resume {id}` looks them up first");
    }
    complete(&session.work(), &mut plan.instance).map_err(explained)?;
    let kept = made_resources(&plan, &progress);
    let made = made(&plan, &progress);
    let people = people_of(&made, &session, &plan.instance).map_err(explained)?;
    let undo = roster_plan::undo(made, &people, &plan.instance);
    let mut out = io::BufWriter::new(io::stdout().lock());
    print_changes(&mut out, &undo.changes, arguments.color)?;
    print_conflicts(&mut out, &undo.conflicts, arguments.color)?;
    print_kept(&mut out, &kept, arguments.color)?;
    out.flush()?;
    drop(out);
    let back = PlanFile {
        undoes: Some(id),
        ..PlanFile::new(
            timestamp(&SystemClock),
            session.address.clone(),
            plan.instance.clone(),
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
    let is_partial = code == ExitCode::SUCCESS && !(undo.conflicts.is_empty() && kept.is_empty());
    Ok(if is_partial { ExitCode::from(CHANGES) } else { code })
}

/// The people of these changes as they are now.
fn people_of(made: &[&Change], session: &Session, instance: &Instance) -> Result<People, Error> {
    let work = session.work();
    let created: BTreeSet<&str> = made
        .iter()
        .filter(|change| change.user_id.is_empty())
        .map(|change| &*change.username)
        .collect();
    let accounts = if created.is_empty() {
        Vec::new()
    } else {
        accounts(&work, &instance.id)?
    };
    let created = accounts
        .iter()
        .filter(|account| created.contains(&*account.username))
        .map(|account| &*account.id);
    let known = made.iter().map(|change| &*change.user_id);
    let ids: BTreeSet<&str> = created.chain(known.filter(|id| !id.is_empty())).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    // A person whom the run created is deleted, and for that must be known in all columns.
    let columns: BTreeSet<Column> = if accounts.is_empty() {
        made.iter().flat_map(|change| change.columns()).collect()
    } else {
        Column::ALL.iter().copied().collect()
    };
    let columns: Vec<Column> = columns.into_iter().collect();
    people(&work, instance, &ids, &columns)
}

/// The changes that a run made, as far as it knows.
fn made<'a>(plan: &'a PlanFile, progress: &Progress) -> Vec<&'a Change> {
    let changes = plan
        .changes
        .iter()
        .zip(&progress.states()[plan.resources.len()..]);
    let made = changes.filter(|(_, state)| match state {
        State::Done | State::Skipped(Reason::HeldBack) => true,
        State::Waiting | State::InDoubt | State::Skipped(_) | State::Failed(_) => false,
    });
    made.map(|(change, _)| change).collect()
}

/// The resources that a run made or changed, each once.
fn made_resources(plan: &PlanFile, progress: &Progress) -> Vec<String> {
    let changes = plan.resources.iter().zip(progress.states());
    let made = changes.filter(|(_, state)| **state == State::Done);
    let titles = made.map(|(change, _)| title(change.kind.noun(), &change.name()));
    let mut titles: Vec<String> = titles.collect();
    titles.dedup();
    titles
}

fn print_kept(out: &mut impl Write, kept: &[String], color: Color) -> anyhow::Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let rows = kept.iter().map(|title| {
        let rule = "what people refer to stays as the run made it: change it by `roster connect`";
        [title.clone(), rule.to_owned()]
    });
    let table = TextTable::of(["NOT RESTORED", "WHY"], rows);
    print(out, &table, color, ["", ""])
}

fn print_conflicts(out: &mut impl Write, conflicts: &[Conflict], color: Color) -> anyhow::Result<()> {
    if conflicts.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let rows = conflicts.iter().map(|conflict| {
        [
            word(&conflict.username).into_owned(),
            word(&conflict.field).into_owned(),
            word(&conflict.now).into_owned(),
            conflict.rule.clone(),
        ]
    });
    let table = TextTable::of(["NOT RESTORED", "FIELD", "NOW", "WHY"], rows);
    print(out, &table, color, ["", "", "33", ""])
}
