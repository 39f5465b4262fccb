//! `roster bulk plan`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use roster_bulk::{Made, Options, PlanFile, Policies, columns, find_instance, make, references, timestamp};
use roster_client::SystemClock;
use roster_model::service::Service;
use roster_plan::{Instance, KeyColumn};

use super::exit_codes::CHANGES;
use super::plan_page::plan_page;
use super::session::{Session, explained};
use super::{file, plan_view};
use crate::arguments::BulkPlan;
use crate::private_file;
use crate::terminal_text::write_json;

/// Shows what a file would change, and writes the plan.
pub(super) fn plan(arguments: &BulkPlan) -> anyhow::Result<ExitCode> {
    let sheet = file::read(&arguments.file, &arguments.reading)?;
    if arguments.membership.create && sheet.key != KeyColumn::Username {
        bail!("--create needs the column Username as the key, without a column UserId");
    }
    if arguments.membership.delete_missing && sheet.key == KeyColumn::Email {
        bail!(
            "--delete-missing needs the column Username or UserId as the key: people can be without an address"
        );
    }
    let session = Session::open(&arguments.target)?;
    let work = session.work();
    let mut instance = find_instance(&work, &arguments.instance_id).map_err(explained)?;
    let endpoints = if arguments.check_access {
        Some((
            session.endpoint_of(Service::Sts)?,
            session.endpoint_of(Service::Iam)?,
        ))
    } else {
        None
    };
    let policies = endpoints.as_ref().map(|(sts, iam)| Policies {
        sts: session.work_at(sts),
        iam: session.work_at(iam),
    });
    let options = Options {
        policies,
        create: arguments.membership.create,
        delete_missing: arguments.membership.delete_missing,
        nfc: arguments.nfc,
        limits: arguments.limits.into(),
    };
    let columns = columns(&sheet, &options);
    instance.references = references(&work, &instance, &columns).map_err(explained)?;
    let made = make(&work, &instance, &sheet, &options).map_err(explained)?;
    let view = plan_view::PlanView {
        made: &made,
        instance: &instance,
        address: &session.address,
        rate: session.rate,
        rows: sheet.rows.len(),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.json {
        write_json(&mut out, &view.json())?;
    } else {
        view.print(&mut out, arguments.color)?;
    }
    out.flush()?;
    if let Some(path) = &arguments.html {
        private_file::replace(path, &plan_page(&view))?;
    }
    write_plan(arguments, &session, instance, &made)?;
    Ok(exit_code(&made))
}

/// Writes the plan, if it can be applied.
fn write_plan(
    arguments: &BulkPlan,
    session: &Session,
    instance: Instance,
    made: &Made,
) -> anyhow::Result<()> {
    let Some(path) = &arguments.out else {
        return Ok(());
    };
    if made.is_refused() {
        file::say_not_written(path);
        return Ok(());
    }
    let plan = PlanFile::new(
        timestamp(&SystemClock),
        session.address.clone(),
        instance,
        made.planned.changes.clone(),
    );
    private_file::replace(path, &plan.to_json())
}

fn exit_code(made: &Made) -> ExitCode {
    if made.is_refused() {
        ExitCode::FAILURE
    } else if made.planned.changes.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(CHANGES)
    }
}
