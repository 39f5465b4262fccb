//! `roster audit`.

mod export;

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::bail;
use roster_domain::audit::{Broken, Change, Hash, Head, Left, REGISTER, Register, verify_link};
use roster_store::AuditLog;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::arguments::{Audit, AuditFormat};
use crate::engine;
use crate::terminal_text::{escaped_json, quoted, word, write_line};
use crate::trail::{CHUNK, Found, Trail};

/// Prints or checks the audit trail.
pub(crate) fn audit(command: &Audit) -> anyhow::Result<ExitCode> {
    match command {
        Audit::List {
            data,
            records,
            format,
            after,
        } => printed(list(&mut *engine::open_audit(data, records)?, *format, *after)),
        Audit::Export(arguments) => {
            let mut log = engine::open_audit(&arguments.data, &arguments.records)?;
            printed(export::export(&mut *log, arguments))
        }
        Audit::Verify { data, records, head } => {
            let known = head.as_deref().map(parse_head).transpose()?;
            verify(&mut *engine::open_audit(data, records)?, known.as_ref())
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

/// Prints the records of all chains in the order of their times.
fn list(log: &mut dyn AuditLog, format: AuditFormat, after: u64) -> anyhow::Result<()> {
    if after > 0 && log.chains()?.len() > 1 {
        bail!(
            "--after is for a database with one chain of records: this one has several, each with its own numbers"
        );
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    Trail::behind(after).read(log, |found| {
        match format {
            AuditFormat::Text => print(&mut out, &found)?,
            AuditFormat::Json => print_json(&mut out, &found)?,
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(out.flush()?)
}

fn print_json(out: &mut impl Write, found: &Found) -> anyhow::Result<()> {
    let Found { chain, sealed, .. } = found;
    let mut record: Value = serde_json::from_slice(&sealed.body)?;
    if !chain.is_empty() {
        record["Chain"] = chain.as_str().into();
    }
    record["Sequence"] = sealed.sequence.into();
    record["Hash"] = sealed.hash.to_string().into();
    print_json_line(out, &record)
}

/// Prints a value as one line of JSON.
fn print_json_line(out: &mut impl Write, value: &impl Serialize) -> anyhow::Result<()> {
    let json = serde_json::to_string(value)?;
    Ok(writeln!(out, "{}", escaped_json(&json))?)
}

fn print(out: &mut impl Write, found: &Found) -> anyhow::Result<()> {
    let Found {
        chain,
        sealed,
        record,
    } = found;
    let slash = if chain.is_empty() { "" } else { "/" };
    let time = OffsetDateTime::from(SystemTime::from(record.time)).format(&Rfc3339)?;
    // What clients say stands between quotes where it could be taken for another part of the line.
    let or_dash = |text: Option<&'_ str>| text.map_or("-".to_owned(), |text| word(text).into_owned());
    write_line!(
        out,
        "{chain}{slash}{} {time} {} {} {} by {} ({}) from {} with {} as {}",
        sealed.sequence,
        or_dash(record.error_code.as_deref().or(Some("ok"))),
        or_dash(record.operation.as_deref()),
        or_dash(record.resource.as_deref()),
        or_dash(record.principal.as_deref()),
        or_dash(record.access_key_id.as_deref()),
        word(&record.source_address),
        record.user_agent.as_deref().map_or("-".to_owned(), quoted),
        word(&record.request_id),
    )?;
    if let Some(count) = record.count {
        writeln!(out, "    {count} requests that proved nothing")?;
    }
    for Change {
        record,
        member,
        before,
        after,
    } in &record.changes
    {
        let value = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
        write_line!(
            out,
            "    {record}.{member}: {} -> {}",
            value(before),
            value(after)
        )?;
    }
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let json = error.downcast_ref::<serde_json::Error>();
    io.or_else(|| json?.io_error_kind()) == Some(io::ErrorKind::BrokenPipe)
}

/// Checks every chain, and, where there are several, that none is missing.
fn verify(log: &mut dyn AuditLog, known: Option<&Head>) -> anyhow::Result<ExitCode> {
    // Where the chains were left is read first: records that come meanwhile stand behind it.
    let chains = log.chains()?;
    let mut ends = Vec::new();
    let mut register = Register::default();
    // What was the head of one chain stays in it, also where it has moved to another database.
    let mut passed_known = known.is_none_or(|known| *known == Head::default());
    for left in &chains {
        match walk(log, left, known, &mut passed_known, &mut register)? {
            Ok(head) => ends.push(Left {
                chain: left.chain.clone(),
                head,
            }),
            Err(broken) => return Ok(broken_chain(&left.chain, &broken)),
        }
    }
    if let Err((chain, broken)) = register.check(&ends) {
        return Ok(broken_chain(&chain, &broken));
    }
    // The chain that goes on: the one without a name, or the register.
    let goes_on = |left: &&Left| left.chain.is_empty() && left.head.sequence > 0;
    let Some(Left { chain, head }) = ends.iter().find(goes_on).or(ends.first()) else {
        bail!("the database has no audit");
    };
    if let Some(known) = known.filter(|_| !passed_known) {
        let (expected, found) = (*known, *head);
        return Ok(broken_chain(chain, &Broken::End { expected, found }));
    }
    let of_records = ends.iter().filter(|left| left.chain != REGISTER);
    let (count, records) = of_records.fold((0, 0), |(count, records), left| {
        (count + 1, records + left.head.sequence)
    });
    let of_register = if chain.is_empty() { "" } else { " of the register" };
    let Head { sequence, hash } = head;
    if ends.len() == 1 && chain.is_empty() {
        let records = counted(records, "record");
        println!("The chain holds: {records}, head {sequence}:{hash}");
    } else {
        let (records, chains) = (counted(records, "record"), counted(count, "chain"));
        println!("The chains hold: {records} in {chains}, head{of_register} {sequence}:{hash}");
    }
    Ok(ExitCode::SUCCESS)
}

/// So many of what has this name.
fn counted(count: u64, name: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {name}{ending}")
}

fn broken_chain(chain: &str, broken: &Broken) -> ExitCode {
    if chain.is_empty() {
        println!("The chain is broken: {broken}");
    } else {
        println!("The chain {} is broken: {broken}", word(chain));
    }
    ExitCode::FAILURE
}

fn walk(
    log: &mut dyn AuditLog,
    left: &Left,
    known: Option<&Head>,
    passed_known: &mut bool,
    register: &mut Register,
) -> anyhow::Result<Result<Head, Broken>> {
    let mut head = Head::default();
    let mut passed_end = left.head == head;
    loop {
        let records = log.after(&left.chain, head.sequence, CHUNK)?;
        if records.is_empty() {
            break;
        }
        for sealed in &records {
            head = match verify_link(&head, sealed) {
                Ok(head) => head,
                Err(broken) => return Ok(Err(broken)),
            };
            passed_end |= head == left.head;
            *passed_known |= known == Some(&head);
            // A chain that was opened after the ends were read would seem to be missing.
            if left.chain == REGISTER
                && head.sequence <= left.head.sequence
                && let Err(broken) = register.read(sealed)
            {
                return Ok(Err(broken));
            }
        }
    }
    let (expected, found) = (left.head, head);
    Ok(if passed_end {
        Ok(head)
    } else {
        Err(Broken::End { expected, found })
    })
}

fn parse_head(text: &str) -> anyhow::Result<Head> {
    let parsed = text.split_once(':').and_then(|(sequence, hash)| {
        Some(Head {
            sequence: sequence.parse().ok()?,
            hash: Hash::parse(hash)?,
        })
    });
    match parsed {
        Some(head) => Ok(head),
        None => bail!("{text:?} is not a head: it looks like 12:9f86d0… as `roster audit verify` prints it"),
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::{AuditRecord, Sealed};

    use super::*;

    /// A request of somebody who wants to be taken for another.
    fn hostile() -> Found {
        let record = AuditRecord {
            request_id: "r-1".to_owned(),
            operation: Some("UpdateUserIdentityInfo".to_owned()),
            resource: Some("a by ana".to_owned()),
            principal: None,
            access_key_id: Some("AKIA) from".to_owned()),
            source_address: "203.0.113.9".to_owned(),
            user_agent: Some("x\" as r-2\u{202e}\u{9b}2J\u{2028}\u{200b}\u{7f}".to_owned()),
            error_code: Some("MissingAuthenticationTokenException".to_owned()),
            changes: vec![Change {
                record: "user".to_owned(),
                member: "Username".to_owned(),
                before: None,
                after: Some("\u{2066}mary\u{2069}".into()),
            }],
            ..AuditRecord::default()
        };
        let sealed = Sealed {
            sequence: 7,
            body: serde_json::to_vec(&record).unwrap(),
            hash: Hash::default(),
        };
        Found {
            chain: String::new(),
            sealed,
            record,
        }
    }

    fn text(print: impl FnOnce(&mut Vec<u8>) -> anyhow::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_client_says_can_neither_act_on_a_terminal_nor_pass_for_the_rest_of_the_line() {
        let listed = text(|out| print(out, &hostile()));

        let expected = [
            r#"7 1970-01-01T00:00:00Z MissingAuthenticationTokenException UpdateUserIdentityInfo "a by ana" by - ("AKIA) from")"#,
            r#" from 203.0.113.9 with "x\" as r-2\u{202e}\u{9b}2J\u{2028}\u{200b}\u{7f}" as r-1"#,
            "\n",
            r#"    user.Username: - -> "\u{2066}mary\u{2069}""#,
            "\n",
        ];
        assert_eq!(listed, expected.concat());
    }

    #[test]
    fn json_spells_out_what_a_terminal_would_act_on_and_means_the_same() {
        let found = hostile();

        let listed = text(|out| print_json(out, &found));

        assert!(
            listed.trim_end().chars().all(|char| matches!(char, ' '..='~')),
            "{listed}"
        );
        let read: Value = serde_json::from_str(&listed).unwrap();
        assert_eq!(read["UserAgent"].as_str(), found.record.user_agent.as_deref());
    }
}
