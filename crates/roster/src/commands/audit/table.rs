//! Audit records as a table, one line each.

use std::borrow::Cow;
use std::time::SystemTime;

use roster_domain::audit::{AuditRecord, Change};
use roster_domain::truncate_chars;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::omission::is_by_omission;
use super::selection::{NOTHING, last_segment, principal_name};
use crate::terminal_text::{escaped, word};
use crate::text_table::TextTable;

const HEADINGS: [&str; 5] = ["TIME", "WHO", "WHAT", "ON WHOM", "CHANGE"];
/// How many fields are listed before the rest is counted.
const FIELDS: usize = 3;
/// How many characters of a name or value are shown.
const CHARACTERS: usize = 32;

/// The cells of a line.
pub(super) type Row = [String; 5];

/// A table of these lines.
pub(super) fn table(rows: impl IntoIterator<Item = Row>) -> TextTable<5> {
    TextTable::of(HEADINGS, rows)
}

/// A line of the table. No cell holds anything that a terminal would act on.
pub(super) fn row(record: &AuditRecord, subject: &str) -> anyhow::Result<Row> {
    let time = OffsetDateTime::from(SystemTime::from(record.time)).replace_nanosecond(0)?;
    Ok([
        time.format(&Rfc3339)?,
        cell(record.principal.as_deref().map(principal_name)),
        cell(record.operation.as_deref()),
        cell(Some(subject)),
        change(record),
    ])
}

/// The start of a text, quoted unless it is one word.
fn cell(text: Option<&str>) -> String {
    word(&shortened(text.unwrap_or(NOTHING))).into_owned()
}

fn shortened(text: &str) -> Cow<'_, str> {
    let start = truncate_chars(text, CHARACTERS);
    if start.len() == text.len() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{start}…"))
    }
}

/// What happened: the refusal, or the fields before and after.
fn change(record: &AuditRecord) -> String {
    if let Some(code) = &record.error_code {
        let requests = record.count.map(|count| format!(" ({count} requests)"));
        return format!("refused: {}{}", word(code), requests.unwrap_or_default());
    }
    if let (Some(count), Some(read)) = (record.count, &record.read) {
        return format!("reads: {count}, items: {}", read.different);
    }
    let changes = &record.changes;
    match changes.len() {
        0 => NOTHING.to_owned(),
        count if count > FIELDS && changes.iter().all(|change| change.before.is_none()) => {
            format!("{count} fields set")
        }
        count if count > FIELDS && changes.iter().all(|change| change.after.is_none()) => {
            format!("{count} fields removed")
        }
        count => {
            let fields: Vec<_> = changes
                .iter()
                .take(FIELDS)
                .map(|change| field(record, change))
                .collect();
            let rest = count.saturating_sub(FIELDS);
            let rest = (rest > 0).then(|| format!(", and {rest} more"));
            fields.join(", ") + &rest.unwrap_or_default()
        }
    }
}

fn field(record: &AuditRecord, change: &Change) -> String {
    let name = word(last_segment(&change.member, '.'));
    let omitted = if is_by_omission(record, change) {
        " (left out)"
    } else {
        ""
    };
    match (&change.before, &change.after) {
        (None, None) => format!("{name}: secret"),
        (before, after) => format!(
            "{name}: {} → {}{omitted}",
            value(before.as_ref()),
            value(after.as_ref())
        ),
    }
}

fn value(value: Option<&Value>) -> String {
    match value {
        None => NOTHING.to_owned(),
        Some(Value::String(text)) => cell(Some(text)),
        Some(other) => escaped(&shortened(&other.to_string())).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use roster_model::shapes::Timestamp;
    use serde_json::json;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn change(member: &str, before: Option<Value>, after: Option<Value>) -> Change {
        let (record, member) = ("user".to_owned(), member.to_owned());
        Change {
            record,
            member,
            before,
            after,
            ..Change::default()
        }
    }

    fn update(changes: Vec<Change>) -> AuditRecord {
        AuditRecord {
            time: Timestamp {
                milliseconds: 1_795_851_639_384,
            },
            operation: Some("UpdateUserIdentityInfo".to_owned()),
            principal: Some("arn:aws:iam::123456789012:user/ana".to_owned()),
            changes,
            ..AuditRecord::default()
        }
    }

    fn printed(records: &[AuditRecord], width: Option<usize>) -> String {
        let rows = records.iter().map(|record| row(record, "mary").unwrap());
        let mut out = Vec::new();
        table(rows).print(&mut out, width).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn change_of(record: &AuditRecord) -> String {
        let [.., change] = row(record, "mary").unwrap();
        change
    }

    #[test]
    fn each_record_is_a_line_of_aligned_columns() {
        let renamed = update(vec![change(
            "IdentityInfo.LastName",
            Some("Miller".into()),
            Some("李".into()),
        )]);
        let refused = AuditRecord {
            principal: Some("arn:aws:iam::123456789012:root".to_owned()),
            error_code: Some("InvalidRequestException".to_owned()),
            ..update(Vec::new())
        };

        let table = printed(&[renamed, refused], None);

        let expected = "\
TIME                  WHO   WHAT                    ON WHOM  CHANGE
2026-11-28T07:40:39Z  ana   UpdateUserIdentityInfo  mary     LastName: Miller → 李
2026-11-28T07:40:39Z  root  UpdateUserIdentityInfo  mary     refused: InvalidRequestException
";
        assert_eq!(table, expected);
    }

    #[test]
    fn lines_are_cut_to_the_width_of_a_terminal() {
        let record = update(vec![change("IdentityInfo.LastName", Some("李李".into()), None)]);

        for width in 60..100 {
            for line in printed(std::slice::from_ref(&record), Some(width)).lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn many_fields_are_counted() {
        let field = |number: usize| format!("Field{number}");
        let value = |number: usize| Some(json!(number));
        let set = (1..=4).map(|number| change(&field(number), None, value(number)));
        let removed = (1..=4).map(|number| change(&field(number), value(number), None));
        let changed = (1..=5).map(|number| change(&field(number), value(0), value(number)));

        assert_eq!(change_of(&update(set.collect())), "4 fields set");
        assert_eq!(change_of(&update(removed.collect())), "4 fields removed");
        assert_eq!(
            change_of(&update(changed.collect())),
            "Field1: 0 → 1, Field2: 0 → 2, Field3: 0 → 3, and 2 more"
        );
    }

    #[test]
    fn long_values_are_shortened_and_secrets_are_not_shown() {
        let long = "x".repeat(40);
        let record = update(vec![
            change("Note", Some(long.into()), Some(json!([1, 2]))),
            change("Hash", None, None),
        ]);

        assert_eq!(
            change_of(&record),
            format!("Note: {}… → [1,2], Hash: secret", "x".repeat(32))
        );
    }

    #[test]
    fn refusals_that_are_recorded_together_are_counted() {
        let record = AuditRecord {
            error_code: Some("MissingAuthenticationTokenException".to_owned()),
            count: Some(12),
            ..AuditRecord::default()
        };

        assert_eq!(
            change_of(&record),
            "refused: MissingAuthenticationTokenException (12 requests)"
        );
    }

    #[test]
    fn text_of_clients_cannot_act_on_a_terminal_or_imitate_a_column() {
        let hostile = AuditRecord {
            principal: Some("x  DeleteUser\u{202e}\u{9b}2J\n".to_owned()),
            operation: None,
            ..update(vec![change(
                "Username",
                Some("a → b, Email: c".into()),
                Some(json!(["\u{2066}"])),
            )])
        };

        let table = printed(&[hostile], None);

        let line = table.lines().nth(1).unwrap();
        assert_eq!(
            line,
            "2026-11-28T07:40:39Z  \"x  DeleteUser\\u{202e}\\u{9b}2J\\u{a}\"  -     mary     \
             Username: \"a → b, Email: c\" → [\"\\u{2066}\"]"
        );
        assert_eq!(table.lines().count(), 2);
    }
}
