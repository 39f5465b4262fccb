//! `roster bulk copy`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use roster_bulk::{Made, Options, PlanFile, Runs, everybody, find_instance, inventory, make, timestamp};
use roster_client::SystemClock;
use roster_plan::{Copying, Instance, Inventory, Limits, Sheet, Uncopied, broken_belt_of_resources};

use super::apply::confirm_and_run;
use super::copy_view::CopyView;
use super::exit_codes::CHANGES;
use super::file;
use super::plan_view::PlanView;
use super::session::{Session, explained};
use crate::arguments::BulkCopy;
use crate::private_file;
use crate::terminal_text::write_json;

/// Plans to copy people and what they refer to, and applies the plan or writes it.
pub(super) fn copy(arguments: &BulkCopy) -> anyhow::Result<ExitCode> {
    let from = Session::open(&arguments.target)?;
    let to = Session::open(&arguments.other.target(&arguments.target))?;
    let (mut source, of_source) = side(&from, &arguments.from)?;
    let (mut target, of_target) = side(&to, &arguments.to)?;
    source.references = of_source.references();
    let mut people = Vec::new();
    if !arguments.without_people {
        people = everybody(&from.work(), &source).map_err(explained)?;
    }
    let mut copying = roster_plan::copy(&of_source, &of_target);
    copying.left_out.extend(Uncopied::of_people(&people));
    target.references = copying.references.clone();
    let sheet = Sheet::of(&people);
    let made = made(&to, &target, &sheet, &copying, arguments.limits.into())?;
    let view = CopyView {
        source: &source,
        source_address: &from.address,
        copying: &copying,
        sheet: &sheet,
        people: PlanView {
            made: &made,
            instance: &target,
            address: &to.address,
            rate: to.rate,
            rows: sheet.rows.len(),
        },
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.json {
        write_json(&mut out, &view.json())?;
    } else {
        view.print(&mut out, arguments.color)?;
    }
    out.flush()?;
    drop(out);
    if view.is_refused() {
        if let Some(path) = &arguments.out {
            file::say_not_written(path);
        }
        return Ok(ExitCode::FAILURE);
    }
    let plan = PlanFile {
        resources: copying.changes,
        ..PlanFile::new(
            timestamp(&SystemClock),
            to.address.clone(),
            target,
            made.planned.changes,
        )
    };
    finish(arguments, &plan, &to)
}

/// Writes the plan, or applies it.
fn finish(arguments: &BulkCopy, plan: &PlanFile, to: &Session) -> anyhow::Result<ExitCode> {
    if let Some(path) = &arguments.out {
        private_file::replace(path, &plan.to_json())?;
    }
    if plan.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.out.is_some() || arguments.json {
        return Ok(ExitCode::from(CHANGES));
    }
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    confirm_and_run(plan, to, &runs, arguments.yes)
}

/// An instance with what its users refer to.
fn side(session: &Session, given: &str) -> anyhow::Result<(Instance, Inventory)> {
    let work = session.work();
    let read = || {
        let instance = find_instance(&work, given)?;
        let inventory = inventory(&work, &instance)?;
        Ok((instance, inventory))
    };
    let read = read().map_err(explained);
    read.with_context(|| format!("instance {given} at {}", session.address))
}

/// The plan of the people.
fn made(
    session: &Session,
    target: &Instance,
    sheet: &Sheet,
    copying: &Copying,
    limits: Limits,
) -> anyhow::Result<Made> {
    let options = Options {
        policies: None,
        create: true,
        delete_missing: false,
        nfc: false,
        limits,
    };
    let mut made = make(&session.work(), target, sheet, &options).map_err(explained)?;
    made.belts
        .extend(broken_belt_of_resources(&copying.changes, &limits));
    Ok(made)
}
