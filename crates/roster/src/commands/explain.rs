//! `roster explain`.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use anyhow::bail;
use roster_domain::audit::{AuditRecord, UnenforcedAccess};
use roster_domain::decision::{Decision, Reason, Traced, Verdict};
use roster_service::access::{Asked, ReplayOutcome, replay};

use crate::arguments::Explain;
use crate::audit_reader::AuditReader;
use crate::engine;
use crate::terminal_text::{word, write_line};

/// Explains the access decision on a request.
pub(crate) fn explain(arguments: &Explain) -> anyhow::Result<ExitCode> {
    let Some(record) = recorded(arguments)? else {
        bail!(
            "the audit has no request {}: look for its x-amzn-RequestId in `roster audit list --full`; reads that were allowed leave no record",
            arguments.request_id
        );
    };
    let mut out = io::stdout().lock();
    headline(&mut out, &record)?;
    match &record.decision {
        Some(decision) => {
            told(&mut out, decision)?;
            if decision.verdict == Verdict::Allowed {
                again(&mut out, arguments, &record)?;
            }
        }
        None => write_line!(&mut out, "{}", unasked(&record))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The audit record of the request.
fn recorded(arguments: &Explain) -> anyhow::Result<Option<AuditRecord>> {
    let mut log = engine::open_audit(&arguments.data, &arguments.records)?;
    let mut recorded = None;
    AuditReader::starting_after(0).read(&mut *log, |found| {
        if found.record.request_id != arguments.request_id {
            return Ok(ControlFlow::Continue(()));
        }
        recorded = Some(found.record);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(recorded)
}

fn headline(out: &mut impl Write, record: &AuditRecord) -> io::Result<()> {
    write_line!(
        out,
        "{} by {} on {}: {}",
        record.operation.as_deref().map_or("(no operation)".into(), word),
        record
            .principal
            .as_deref()
            .map_or("an unknown caller".into(), word),
        record.resource.as_deref().map_or("*".into(), word),
        record.error_code.as_deref().map_or("done".into(), word)
    )
}

/// Why there was no access decision.
fn unasked(record: &AuditRecord) -> &'static str {
    match &record.principal {
        None => "It was refused before the access decision: the caller is unknown.",
        Some(_) if record.access == Some(UnenforcedAccess::Off) => {
            "It was not checked: the server ran with --access off."
        }
        Some(principal) if principal.ends_with(":root") => {
            "The root of an account has no policy: it may do everything there."
        }
        Some(_) => "It was answered before the access decision, or needs no permission.",
    }
}

/// Prints a decision.
fn told(out: &mut impl Write, decision: &Decision) -> io::Result<()> {
    let resource = decision.resource.as_deref().unwrap_or("*");
    let resource = &match &decision.action {
        None => resource.to_owned(),
        Some(action) => format!("{resource}, which needs {action} besides"),
    };
    match (&decision.verdict, &decision.reason) {
        (Verdict::Allowed, _) => write_line!(out, "It was allowed.")?,
        (Verdict::Denied, Some(reason)) => write_line!(out, "It was denied: {}.", because(reason, resource))?,
        (Verdict::Denied, None) => write_line!(out, "It was denied.")?,
        (Verdict::Observed, Some(reason)) => write_line!(
            out,
            "It was done, as denials were only observed; it would have been denied: {}.",
            because(reason, resource)
        )?,
        (Verdict::Observed, None) => write_line!(out, "It was done, as denials were only observed.")?,
    }
    for statement in &decision.statements {
        write_line!(out, "Decided by {statement}.")?;
    }
    trace(out, &decision.trace)
}

/// Prints the trace of an allowed request, evaluated again: the audit keeps traces of denials only.
fn again(out: &mut impl Write, arguments: &Explain, record: &AuditRecord) -> anyhow::Result<()> {
    let store = engine::open_read_only(&arguments.data, &arguments.records)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    match runtime.block_on(replay(&*store, record))? {
        ReplayOutcome::Same(all) => {
            for asked in all {
                let Asked {
                    further,
                    resource,
                    trace: statements,
                } = asked;
                let asked = match further {
                    None => format!("On {resource}"),
                    Some(action) => format!("{action} on {resource}"),
                };
                write_line!(out, "{asked}, by the policies, which are still the same:")?;
                trace(out, &statements)?;
            }
        }
        ReplayOutcome::Changed => write_line!(
            out,
            "The policies have changed since; what they said of the other statements is not kept."
        )?,
        ReplayOutcome::Gone => write_line!(out, "The principal is no longer there, nor are its policies.")?,
    }
    Ok(())
}

fn because(reason: &Reason, resource: &str) -> String {
    match reason {
        Reason::Explicit => format!("a statement denies it on {resource}"),
        Reason::Implicit(sort) => format!("no {sort} allows it on {resource}"),
    }
}

/// Prints for every statement whether it matched.
fn trace(out: &mut impl Write, trace: &[Traced]) -> io::Result<()> {
    for Traced {
        statement,
        effect,
        because,
    } in trace
    {
        match because {
            None => write_line!(out, "  {statement} ({effect}) matches")?,
            Some(because) => write_line!(out, "  {statement} ({effect}) does not match: {because}")?,
        }
    }
    Ok(())
}
