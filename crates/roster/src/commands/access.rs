//! `roster access`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, bail};
use roster_domain::audit::AuditRecord;
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::decision::Verdict;
use roster_service::access::LeastPolicy;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::Access;
use crate::audit_log::{Seen, each_record};
use crate::since::Since;

/// Answers questions of who may do what.
pub(crate) fn access(command: &Access) -> anyhow::Result<ExitCode> {
    match command {
        Access::Observed { data, since } => observed(&data.data_dir, *since),
        Access::Policy {
            data,
            from_audit,
            since,
        } => policy(&data.data_dir, from_audit, *since),
        Access::WhoCan(_) => bail!("later"),
    }
}

/// Lists what was done although policies deny it.
fn observed(data_dir: &Path, since: Option<Since>) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    each_record_since(data_dir, since, |record| {
        if let Some(decision) = &record.decision
            && decision.verdict == Verdict::Observed
        {
            let time = OffsetDateTime::from(SystemTime::from(record.time)).format(&Rfc3339)?;
            writeln!(
                out,
                "{time} {} by {} on {}: {}",
                record.operation.as_deref().unwrap_or("-"),
                record.principal.as_deref().unwrap_or("-"),
                decision.resource.as_deref().unwrap_or("*"),
                record.request_id,
            )?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the least policy that covers what a principal did.
fn policy(data_dir: &Path, principal: &str, since: Option<Since>) -> anyhow::Result<ExitCode> {
    let mut least = LeastPolicy::default();
    each_record_since(data_dir, since, |record| {
        if record.principal.as_deref() == Some(principal) && record.error_code.is_none() {
            least.cover(record);
        }
        Ok(())
    })?;
    let document = least.document().with_context(|| {
        format!("the audit tells of nothing that {principal} did: it keeps changes, and reads that were only observed")
    })?;
    println!("{document}");
    Ok(ExitCode::SUCCESS)
}

fn each_record_since(
    data_dir: &Path,
    since: Option<Since>,
    mut look: impl FnMut(&AuditRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let start = since.map(|since| since.time(SystemClock.now()));
    each_record(data_dir, |record| {
        if start.is_none_or(|start| SystemTime::from(record.time) >= start) {
            look(&record)?;
        }
        Ok(Seen::More)
    })
}
