//! The audit: its head is whole, its time is not ahead of the clock, and its head is noted elsewhere.

use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow};
use roster_domain::audit::{AuditHead, NotedHead, REGISTER};
use roster_store::{AuditHeadReader, AuditLog, read_record};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::examined::Examined;
use super::finding::Finding;
use crate::audit_witness::Witness;
use crate::{engine, private_file};

/// How far the newest record may be ahead: servers of one database have clocks of their own.
const TOLERATED: Duration = Duration::from_secs(5);

/// How many intervals of the witness may pass without a note.
const MISSED: u32 = 3;

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let serve = &examined.arguments.serve;
    if serve.memory {
        return Ok(Vec::new());
    }
    let mut log = engine::open_audit(&serve.data, &serve.records)?;
    let head = AuditHeadReader::default().read(&mut *log)?;
    let newest = newest(&mut *log, &head)?;
    let mut findings = vec![Finding::ok(format!("its head is {head}"))];
    if let Some(ahead) = newest.and_then(|newest| newest.duration_since(examined.now + TOLERATED).ok()) {
        findings.push(Finding::failure(format!(
            "its newest record is {} s ahead of the clock of this machine: set the clock by NTP",
            (ahead + TOLERATED).as_secs()
        )));
    }
    findings.push(match &serve.audit_witness {
        None => Finding::warning(
            "nothing notes its head elsewhere, so what is cut off its end goes unnoticed: give the server --audit-witness",
        ),
        Some(Witness::Url(_)) => Finding::ok("a server notes its head (--audit-witness)"),
        Some(Witness::File(path)) => witnessed(path, serve.audit_witness_interval, examined.now)?,
    });
    Ok(findings)
}

/// The time of the newest record that a head covers.
fn newest(log: &mut dyn AuditLog, head: &AuditHead) -> anyhow::Result<Option<SystemTime>> {
    let mut newest = None;
    // The register has no records of requests.
    for end in head.chain_heads().iter().filter(|end| end.chain != REGISTER) {
        let before = end.head.sequence.saturating_sub(1);
        for record in log.after(&end.chain, before, 1)? {
            newest = newest.max(Some(SystemTime::from(read_record(&record)?.time)));
        }
    }
    Ok(newest)
}

/// What the file of a witness says of its last note.
fn witnessed(path: &Path, interval: Duration, now: SystemTime) -> anyhow::Result<Finding> {
    let shown = path.display();
    let text = private_file::read(path)?.unwrap_or_default();
    let Some(line) = text.lines().next_back() else {
        return Ok(Finding::warning(format!(
            "{shown} has no head of it: does a server run with --audit-witness?"
        )));
    };
    let noted: NotedHead =
        serde_json::from_str(line).with_context(|| format!("the last line of {shown} is not a head"))?;
    let time = OffsetDateTime::parse(&noted.time, &Rfc3339)
        .map_err(|_| anyhow!("the last line of {shown} has no time"))?;
    let age = now.duration_since(time.into()).unwrap_or_default();
    let text = format!("{shown} has its head of {}", noted.time);
    Ok(if age > interval * MISSED {
        Finding::warning(format!(
            "{text}, {} s ago: does the server run, and can it write there?",
            age.as_secs()
        ))
    } else {
        Finding::ok(text)
    })
}
