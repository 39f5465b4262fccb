//! `roster audit show`.

use std::fmt;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::time::SystemTime;

use anyhow::ensure;
use roster_domain::audit::cloudtrail::event_id;
use roster_domain::audit::{AuditRecord, Change, Masked, Timestamp};
use roster_store::AuditLog;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::full::print_json;
use super::omission::is_by_omission;
use super::selection::{NOTHING, Usernames, subject};
use crate::arguments::{AuditShow, ListFormat};
use crate::audit_reader::{AuditEntry, AuditReader};
use crate::terminal_text::{quoted, word, write_line};

/// Prints the records with an id.
pub(super) fn show(log: &mut dyn AuditLog, arguments: &AuditShow) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    print(log, arguments, &mut out)?;
    Ok(out.flush()?)
}

fn print(log: &mut dyn AuditLog, arguments: &AuditShow, out: &mut impl Write) -> anyhow::Result<()> {
    let (mut usernames, mut count) = (Usernames::default(), 0);
    AuditReader::starting_after(0).read(log, |found| {
        usernames.learn(&found.record);
        if has_id(&found, &arguments.id) {
            match arguments.format {
                ListFormat::Json => print_json(out, &found)?,
                ListFormat::Text => {
                    if count > 0 {
                        writeln!(out)?;
                    }
                    describe(out, &found, &usernames)?;
                }
            }
            count += 1;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    ensure!(
        count > 0,
        "the audit has no record with the id {:?}",
        arguments.id
    );
    Ok(())
}

/// Whether a record has an id: of its request, of its event, or its number, with the name of the chain if it has one.
fn has_id(found: &AuditEntry, id: &str) -> bool {
    found.record.request_id == id || event_id(&found.chained.hash) == id || number(found) == id
}

fn number(found: &AuditEntry) -> String {
    let AuditEntry { chain, chained, .. } = found;
    let slash = if chain.is_empty() { "" } else { "/" };
    format!("{chain}{slash}{}", chained.sequence)
}

fn describe(out: &mut impl Write, found: &AuditEntry, usernames: &Usernames) -> anyhow::Result<()> {
    let record = &found.record;
    line(out, "Record", &number(found))?;
    line(out, "Request", &word(&record.request_id))?;
    line(out, "Event", &event_id(&found.chained.hash))?;
    line(out, "Time", &time(record.time)?)?;
    if let Some(by_clock) = record.clock_time {
        line(out, "By the clock", &time(by_clock)?)?;
    }
    if let Some(arrived) = record.arrival_time {
        line(out, "Arrived", &time(arrived)?)?;
    }
    let operation = record.operation.as_deref().map_or(NOTHING.into(), word);
    line(
        out,
        "Operation",
        &format!("{operation} of {}", record.service.name()),
    )?;
    line(out, "Outcome", &outcome(record))?;
    line(out, "On whom", &word(&subject(record, usernames)))?;
    optional(out, "Resource", record.resource.as_deref())?;
    optional(out, "Principal", record.principal.as_deref())?;
    optional(out, "Principal's id", record.principal_id.as_deref())?;
    optional(out, "Role", record.session_issuer.as_deref())?;
    optional(out, "Source identity", record.source_identity.as_deref())?;
    optional(out, "Access key", record.access_key_id.as_deref())?;
    optional(out, "Account", record.account.as_deref())?;
    optional(out, "Region", record.region.as_deref())?;
    optional(out, "Address", Some(&record.source_address))?;
    if let Some(user_agent) = &record.user_agent {
        line(out, "Client", &quoted(user_agent))?;
    }
    if let Some(tls) = &record.tls {
        line(
            out,
            "TLS",
            &format!("{} {}", word(&tls.version), word(&tls.cipher_suite)),
        )?;
    }
    if let Some(access) = record.access {
        line(out, "Access", &format!("--access {}", access.name()))?;
    }
    optional(out, "Run", record.run.as_deref())?;
    if let Some(decision) = &record.decision {
        line(out, "Decision", &format!("{:?}", decision.verdict).to_lowercase())?;
        for statement in &decision.statements {
            line(out, "Decided by", statement)?;
        }
    }
    if let (Some(count), Some(read)) = (record.count, &record.read) {
        line(out, "Reads", &count)?;
        line(out, "Items read", &read.different)?;
        line(out, "The first", &word(&read.first.join(", ")))?;
    }
    masked(out, "Parameters", record.parameters.as_ref())?;
    masked(out, "Answer", record.response.as_ref())?;
    record
        .changes
        .iter()
        .try_for_each(|change| changed(out, record, change))?;
    Ok(line(out, "Hash", &found.chained.hash)?)
}

fn outcome(record: &AuditRecord) -> String {
    let Some(code) = &record.error_code else {
        return "ok".to_owned();
    };
    let count = record.count.map(|count| format!(", {count} requests"));
    let message = record
        .error_message
        .as_deref()
        .map(|message| format!(": {message}"));
    format!(
        "refused, {}{}{}",
        word(code),
        count.unwrap_or_default(),
        message.unwrap_or_default()
    )
}

fn changed(out: &mut impl Write, record: &AuditRecord, change: &Change) -> io::Result<()> {
    let omitted = if is_by_omission(record, change) {
        " (left out of the request)"
    } else {
        ""
    };
    let value = |value: &Option<Value>| value.as_ref().map_or(NOTHING.to_owned(), Value::to_string);
    let change = match (&change.before, &change.after) {
        (None, None) => format!("{}.{}: secret", change.record, change.member),
        (before, after) => format!(
            "{}.{}: {} → {}{omitted}",
            change.record,
            change.member,
            value(before),
            value(after)
        ),
    };
    line(out, "Changed", &change)
}

fn masked(out: &mut impl Write, name: &str, masked: Option<&Masked>) -> io::Result<()> {
    masked.map_or(Ok(()), |masked| line(out, name, &masked.as_str()))
}

fn optional(out: &mut impl Write, name: &str, text: Option<&str>) -> io::Result<()> {
    text.map_or(Ok(()), |text| line(out, name, &word(text)))
}

/// A line with a name and a value. No character of it acts on a terminal.
fn line(out: &mut impl Write, name: &str, value: &impl fmt::Display) -> io::Result<()> {
    write_line!(out, "{:<16}{value}", format!("{name}:"))
}

fn time(time: Timestamp) -> anyhow::Result<String> {
    Ok(OffsetDateTime::from(SystemTime::from(time)).format(&Rfc3339)?)
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use roster_domain::audit::{ChainedRecord, UnenforcedAccess};
    use roster_testkit::chain_of;

    use super::super::selection::tests::trail;
    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        show: AuditShow,
    }

    fn shown(records: &[AuditRecord], arguments: &[&str]) -> anyhow::Result<String> {
        let line = Line::try_parse_from([&["show"], arguments].concat())?;
        let mut out = Vec::new();
        print(&mut chain_of(records), &line.show, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    /// The event of the second record.
    fn event() -> String {
        let mut log = chain_of(&trail());
        let records: Vec<ChainedRecord> = log.after("", 1, 1).unwrap();
        event_id(&records[0].hash)
    }

    #[test]
    fn a_record_is_shown_by_its_request_its_event_or_its_number() {
        let by_request = shown(&trail(), &["update"]).unwrap();
        assert_eq!(shown(&trail(), &[&event()]).unwrap(), by_request);
        assert_eq!(shown(&trail(), &["2"]).unwrap(), by_request);
        for line in [
            "Record:         2",
            "Operation:      UpdateUserIdentityInfo of connect",
            "Outcome:        ok",
            "On whom:        mary",
            "Principal:      arn:aws:sts::123456789012:assumed-role/Desk/ana",
            "Changed:        user.IdentityInfo.Email: - → \"mary@example.com\"",
        ] {
            assert!(
                by_request.lines().any(|shown| shown == line),
                "{line}: {by_request}"
            );
        }
    }

    #[test]
    fn times_and_the_mode_of_access_are_shown() {
        let [_, update, ..] = trail();
        let at = |milliseconds| Timestamp { milliseconds };
        let record = AuditRecord {
            time: at(5_000),
            arrival_time: Some(at(4_000)),
            access: Some(UnenforcedAccess::Off),
            ..update
        };

        let shown = shown(&[record.at(at(7_000))], &["1"]).unwrap();

        for line in [
            "Time:           1970-01-01T00:00:07Z",
            "By the clock:   1970-01-01T00:00:05Z",
            "Arrived:        1970-01-01T00:00:04Z",
            "Access:         --access off",
        ] {
            assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
        }
    }

    #[test]
    fn text_of_clients_cannot_imitate_a_line_or_act_on_a_terminal() {
        let [_, update, ..] = trail();
        let record = AuditRecord {
            user_agent: Some("x\nPrincipal:      root\u{9b}2J".to_owned()),
            error_code: Some("Failed".to_owned()),
            error_message: Some("no\nOutcome:        ok".to_owned()),
            ..update
        };

        let shown = shown(&[record], &["1"]).unwrap();

        assert_eq!(
            shown
                .lines()
                .filter(|line| line.starts_with("Principal:"))
                .count(),
            1,
            "{shown}"
        );
        assert_eq!(
            shown.lines().filter(|line| line.starts_with("Outcome:")).count(),
            1,
            "{shown}"
        );
        assert!(!shown.contains('\u{9b}'), "{shown}");
    }

    #[test]
    fn an_unknown_id_is_an_error() {
        let error = shown(&trail(), &["nothing"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the audit has no record with the id \"nothing\""
        );
    }
}
