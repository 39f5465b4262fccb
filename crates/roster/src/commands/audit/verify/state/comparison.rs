//! What came of a comparison of records with the audit.

use std::fmt;

use roster_domain::Key;

use crate::terminal_text::word;

/// The most faults that are listed; further ones are counted.
pub(super) const LISTED: usize = 100;

/// What came of a comparison.
#[derive(Debug, Default)]
pub(in super::super) struct Comparison {
    /// How many records are as the audit says.
    pub(in super::super) equal: u64,
    /// How many records are there, as the audit says, but were not compared: it has no values of them, or not all changes.
    pub(in super::super) existing: u64,
    /// How many records an older version may have made, which wrote no keys to the audit.
    pub(in super::super) older: u64,
    /// How many records were removed, or will be, with a deleted instance or another owner.
    pub(in super::super) removed: u64,
    /// Records that are not as the audit says.
    pub(in super::super) faults: Vec<Fault>,
    /// How many more there are.
    pub(in super::super) unlisted: u64,
}

impl Comparison {
    pub(super) fn add(&mut self, fault: Fault) {
        if self.faults.len() < LISTED {
            self.faults.push(fault);
        } else {
            self.unlisted += 1;
        }
    }
}

/// A record that is not as the audit says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Fault {
    /// Members have other values.
    Changed {
        kind: &'static str,
        key: Key,
        members: Vec<String>,
    },
    /// There is no row.
    Missing { kind: &'static str, key: Key },
    /// There is a row, and the audit does not say so.
    Unaudited { kind: &'static str, key: Key },
}

/// Without values: they are personal data.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |key: &Key| word(&key.to_string()).into_owned();
        match self {
            Self::Changed { kind, key, members } => {
                let members = members.join(", ");
                write!(
                    formatter,
                    "{kind} {}: {} not as the audit says",
                    shown(key),
                    word(&members)
                )
            }
            Self::Missing { kind, key } => write!(formatter, "{kind} {}: missing", shown(key)),
            Self::Unaudited { kind, key } => {
                write!(formatter, "{kind} {}: there, but not by the audit", shown(key))
            }
        }
    }
}
