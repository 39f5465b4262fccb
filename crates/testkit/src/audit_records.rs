//! Audit records, as snapshots show them.

use std::fmt;
use std::ops::Deref;

use roster_domain::audit::{AuditRecord, Change};
use serde_json::Value;

/// Some audit records. Displayed with what a test is about: time, request id and source address
/// are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRecords(pub Vec<AuditRecord>);

impl AuditRecords {
    /// The only record.
    pub fn only(&self) -> &AuditRecord {
        match self.0.as_slice() {
            [record] => record,
            records => panic!("{} records instead of one:\n{self}", records.len()),
        }
    }
}

impl Deref for AuditRecords {
    type Target = [AuditRecord];

    fn deref(&self) -> &[AuditRecord] {
        &self.0
    }
}

impl fmt::Display for AuditRecords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for record in &self.0 {
            let operation = record.operation.as_deref().unwrap_or("(no operation)");
            write!(formatter, "{operation}")?;
            let facts = [("on", &record.resource), ("by", &record.principal)];
            for (word, fact) in facts {
                if let Some(fact) = fact {
                    write!(formatter, " {word} {fact}")?;
                }
            }
            if let Some(code) = &record.error_code {
                write!(formatter, ": {code}")?;
            }
            writeln!(formatter)?;
            for change in &record.changes {
                write_change(formatter, change)?;
            }
        }
        Ok(())
    }
}

fn write_change(formatter: &mut fmt::Formatter<'_>, change: &Change) -> fmt::Result {
    let text = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
    writeln!(
        formatter,
        "  {} {}: {} → {}",
        change.record,
        change.member,
        text(&change.before),
        text(&change.after)
    )
}
