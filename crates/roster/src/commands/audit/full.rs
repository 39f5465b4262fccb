//! An audit record with everything it says, as text or as JSON.

use std::io::Write;
use std::time::SystemTime;

use roster_domain::audit::Change;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::omission::is_by_omission;
use crate::audit_reader::AuditEntry;
use crate::terminal_text::{json_line, quoted, word, write_line};

/// Prints a record as one line of JSON, with its place in the chain.
pub(super) fn print_json(out: &mut impl Write, found: &AuditEntry) -> anyhow::Result<()> {
    Ok(writeln!(out, "{}", json(found)?)?)
}

/// A record as JSON on one line, with its place in the chain.
pub(super) fn json(found: &AuditEntry) -> anyhow::Result<String> {
    let AuditEntry { chain, chained, .. } = found;
    let mut record = chained.to_json()?;
    if !chain.is_empty() {
        record["Chain"] = chain.as_str().into();
    }
    record["Sequence"] = chained.sequence.into();
    record["Hash"] = chained.hash.to_string().into();
    json_line(&record)
}

/// Prints a record as a line of text, with a line for each change.
pub(super) fn print_text(out: &mut impl Write, found: &AuditEntry) -> anyhow::Result<()> {
    let AuditEntry {
        chain,
        chained,
        record,
    } = found;
    let slash = if chain.is_empty() { "" } else { "/" };
    let time = OffsetDateTime::from(SystemTime::from(record.time)).format(&Rfc3339)?;
    // Text of clients is quoted where it could pass for another part of the line.
    let or_dash = |text: Option<&'_ str>| text.map_or("-".to_owned(), |text| word(text).into_owned());
    write_line!(
        out,
        "{chain}{slash}{} {time} {} {} {} by {} ({}) from {} with {} as {}",
        chained.sequence,
        or_dash(record.error_code.as_deref().or(Some("ok"))),
        or_dash(record.operation.as_deref()),
        or_dash(record.resource.as_deref()),
        or_dash(record.principal.as_deref()),
        or_dash(record.access_key_id.as_deref()),
        word(&record.source_address),
        record.user_agent.as_deref().map_or("-".to_owned(), quoted),
        word(&record.request_id),
    )?;
    if let Some(clock_time) = record.clock_time {
        let clock_time = OffsetDateTime::from(SystemTime::from(clock_time)).format(&Rfc3339)?;
        writeln!(
            out,
            "    {clock_time} by the clock, which was behind the record in front of it"
        )?;
    }
    if let Some(access) = record.access {
        writeln!(out, "    under --access {}", access.name())?;
    }
    if let Some(run) = &record.run {
        write_line!(out, "    in run {}", word(run))?;
    }
    match (record.count, &record.read) {
        (Some(count), Some(read)) => writeln!(out, "    reads: {count}, items: {}", read.different)?,
        (Some(count), None) => writeln!(out, "    {count} unproven requests")?,
        (None, _) => {}
    }
    for change in &record.changes {
        let omitted = if is_by_omission(record, change) {
            " (left out of the request)"
        } else {
            ""
        };
        let Change {
            record,
            key: _,
            write: _,
            member,
            before,
            after,
        } = change;
        let value = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
        write_line!(
            out,
            "    {record}.{member}: {} -> {}{omitted}",
            value(before),
            value(after)
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::{AuditRecord, ChainedRecord, Hash};

    use super::*;

    /// A request that tries to look like another one.
    fn hostile() -> AuditEntry {
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
                ..Change::default()
            }],
            ..AuditRecord::default()
        };
        let chained = ChainedRecord {
            sequence: 7,
            body: serde_json::to_vec(&record).unwrap(),
            hash: Hash::default(),
            personal: None,
        };
        AuditEntry {
            chain: String::new(),
            chained,
            record,
        }
    }

    fn text(print: impl FnOnce(&mut Vec<u8>) -> anyhow::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_of_clients_can_neither_act_on_a_terminal_nor_imitate_the_rest_of_the_line() {
        let listed = text(|out| print_text(out, &hostile()));

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
    fn escaped_json_is_safe_on_a_terminal_and_means_the_same() {
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
