//! `roster audit`.

mod export;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, bail};
use roster_domain::audit::{AuditRecord, Broken, Change, Head, Sealed, verify_link};
use roster_store::AuditLog;
use roster_store_sqlite::SqliteAudit;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::{Audit, AuditFormat};
use crate::data_dir::DataDir;

/// How many records are read at once.
const CHUNK: usize = 1000;

/// Prints or checks the audit trail.
pub(crate) fn audit(command: &Audit) -> anyhow::Result<ExitCode> {
    match command {
        Audit::List { data, format, after } => {
            let mut log = open(&data.data_dir)?;
            printed(list(&mut log, *format, *after))
        }
        Audit::Export(arguments) => {
            let mut log = open(&arguments.data.data_dir)?;
            printed(export::export(&mut log, arguments))
        }
        Audit::Verify { data, head } => {
            let known = head.as_deref().map(parse_head).transpose()?;
            verify(&mut open(&data.data_dir)?, known.as_ref())
        }
    }
}

fn printed(outcome: anyhow::Result<()>) -> anyhow::Result<ExitCode> {
    match outcome {
        // Whoever reads may stop reading.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        outcome => outcome.map(|()| ExitCode::SUCCESS),
    }
}

fn open(data_dir: &Path) -> anyhow::Result<SqliteAudit> {
    Ok(SqliteAudit::open(&DataDir::new(data_dir).database())?)
}

fn list(log: &mut dyn AuditLog, format: AuditFormat, mut after: u64) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    loop {
        let records = log.after(after, CHUNK)?;
        let Some(last) = records.last() else {
            break;
        };
        after = last.sequence;
        for sealed in &records {
            match format {
                AuditFormat::Text => print(&mut out, sealed)?,
                AuditFormat::Json => print_json(&mut out, sealed)?,
            }
        }
    }
    Ok(out.flush()?)
}

fn print_json(out: &mut impl Write, sealed: &Sealed) -> anyhow::Result<()> {
    let mut record: Value = serde_json::from_slice(&sealed.body).with_context(|| unreadable(sealed))?;
    record["Sequence"] = sealed.sequence.into();
    record["Hash"] = sealed.hash.to_string().into();
    Ok(writeln!(out, "{record}")?)
}

fn print(out: &mut impl Write, sealed: &Sealed) -> anyhow::Result<()> {
    let record: AuditRecord = serde_json::from_slice(&sealed.body).with_context(|| unreadable(sealed))?;
    let time = OffsetDateTime::from(SystemTime::from(record.time)).format(&Rfc3339)?;
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    writeln!(
        out,
        "{} {time} {} {} {} by {} ({}) from {} with {} as {}",
        sealed.sequence,
        or_dash(record.error_code.as_deref().or(Some("ok"))),
        or_dash(record.operation.as_deref()),
        or_dash(record.resource.as_deref()),
        or_dash(record.principal.as_deref()),
        or_dash(record.access_key_id.as_deref()),
        record.source_address,
        or_dash(record.user_agent.as_deref()),
        record.request_id,
    )?;
    for Change {
        record,
        member,
        before,
        after,
    } in &record.changes
    {
        let value = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
        writeln!(
            out,
            "    {record}.{member}: {} -> {}",
            value(before),
            value(after)
        )?;
    }
    Ok(())
}

fn unreadable(sealed: &Sealed) -> String {
    format!("record {} cannot be read", sealed.sequence)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let json = error.downcast_ref::<serde_json::Error>();
    io.or_else(|| json?.io_error_kind()) == Some(io::ErrorKind::BrokenPipe)
}

fn verify(log: &mut dyn AuditLog, known: Option<&Head>) -> anyhow::Result<ExitCode> {
    // Where the chain was left is read first: records that come meanwhile stand behind it.
    let end = log.head()?;
    match walk(log, &end, known)? {
        Ok(head) => {
            println!(
                "The chain holds: {} records, head {}:{}",
                head.sequence, head.sequence, head.hash
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            println!("The chain is broken: {broken}");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn walk(log: &mut dyn AuditLog, end: &Head, known: Option<&Head>) -> anyhow::Result<Result<Head, Broken>> {
    let mut head = Head::default();
    let mut passed_end = *end == head;
    let mut passed_known = known.is_none_or(|known| *known == head);
    loop {
        let records = log.after(head.sequence, CHUNK)?;
        if records.is_empty() {
            break;
        }
        for sealed in &records {
            head = match verify_link(&head, sealed) {
                Ok(head) => head,
                Err(broken) => return Ok(Err(broken)),
            };
            passed_end |= head == *end;
            passed_known |= known == Some(&head);
        }
    }
    let missing = if passed_end {
        known.filter(|_| !passed_known)
    } else {
        Some(end)
    };
    Ok(match missing {
        None => Ok(head),
        Some(expected) => Err(Broken::End {
            expected: *expected,
            found: head,
        }),
    })
}

fn parse_head(text: &str) -> anyhow::Result<Head> {
    let parsed = text.split_once(':').and_then(|(sequence, hash)| {
        let mut head = Head {
            sequence: sequence.parse().ok()?,
            ..Head::default()
        };
        if hash.len() != 64 || !hash.is_ascii() {
            return None;
        }
        for (index, byte) in head.hash.0.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hash[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(head)
    });
    match parsed {
        Some(head) => Ok(head),
        None => bail!("{text:?} is not a head: it looks like 12:9f86d0… as `roster audit verify` prints it"),
    }
}
