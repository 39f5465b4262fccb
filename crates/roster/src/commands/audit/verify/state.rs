//! `--state`: whether the records of the database are as the audit says.
//!
//! The audit has each change of a member, with the values before and after. Each value has a hash, by a key that is made for each
//! check. The sum of the hashes of all values after, less those of all values before, is the sum of the hashes of the values that
//! a record has now. So the order of changes does not matter, which several chains do not say, and a record takes a few bytes.

mod comparison;
mod members;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use anyhow::Context;
use roster_domain::audit::{ChainedRecord, Change};
use roster_domain::records::{MasterKeyInUse, OWNERS, kinds, owners};
use roster_domain::{InAudit, Key, Kind, Record as _, Write};
use roster_store::copy::{Contents, Pair, Table};
use serde::Deserialize;
use serde_json::Value;

pub(super) use self::comparison::Comparison;
use self::comparison::{Fault, LISTED};
use self::members::members;

/// How many rows are read at once.
const PAGE: usize = 1_000;

/// What the audit says of all records, and how the rows of a database compare to that. First all audit records are read, then
/// rows are compared, then all audit records are read once more, if there is something to find out.
#[derive(Default)]
pub(super) struct State {
    hasher: Hasher,
    records: HashMap<u128, AuditedRecord>,
    /// The records that were deleted and to which others may have belonged.
    deleted_owners: HashSet<u128>,
    /// The kinds of which an older version has written changes. It did not write the keys of records.
    older: HashSet<&'static str>,
    changed: HashMap<u128, ChangedRecord>,
    comparison: Comparison,
}

/// What the audit says of a record.
#[derive(Clone, Copy, Debug, Default)]
struct AuditedRecord {
    /// How often it was made, less how often it was deleted.
    made: i32,
    /// Whether the audit has its first change.
    is_complete: bool,
    /// Whether its row was found, or need not be.
    is_found: bool,
    /// The sum of the hashes of its members.
    sum: u64,
}

impl AuditedRecord {
    /// Whether there should be no row.
    const fn is_gone(self) -> bool {
        self.made < 0 || self.made == 0 && self.is_complete
    }
}

/// A record with other members than the audit says.
struct ChangedRecord {
    kind: &'static str,
    key: Key,
    /// How often the audit has each value of a member after a change, less how often before one and in the row.
    members: BTreeMap<String, HashMap<String, i32>>,
}

impl ChangedRecord {
    fn count(&mut self, member: &str, value: &Value, by: i32) {
        let values = self.members.entry(member.to_owned()).or_default();
        *values.entry(value.to_string()).or_default() += by;
    }

    /// The members whose values are other ones.
    fn differing(self) -> Vec<String> {
        let is_other = |values: &HashMap<String, i32>| values.values().any(|count| *count != 0);
        let members = self.members.into_iter();
        members
            .filter(|(_, values)| is_other(values))
            .map(|(member, _)| member)
            .collect()
    }
}

/// Hashes values with keys that are random for each check, so that an attacker cannot find values with the same hash.
#[derive(Clone, Default)]
struct Hasher([RandomState; 2]);

impl Hasher {
    fn record(&self, kind: &Kind, key: &Key) -> u128 {
        let [high, low] = [0, 1].map(|place| self.0[place].hash_one((kind.name, key)));
        u128::from(high) << 64 | u128::from(low)
    }

    fn member(&self, member: &str, value: &Value) -> u64 {
        self.0[0].hash_one((member, value.to_string()))
    }
}

impl State {
    /// Goes on by the changes of an audit record.
    pub(super) fn read(&mut self, chained: &ChainedRecord) -> anyhow::Result<()> {
        read_changes(chained, |kind, key, change| match key {
            Some(key) => self.add(kind, key, change),
            None => _ = self.older.insert(kind.name),
        })
    }

    /// Notes that the oldest records of the audit were removed: what it says of any kind may be incomplete.
    pub(super) fn lacks_beginning(&mut self) {
        self.older.extend(audited_kinds().map(|kind| kind.name));
    }

    fn add(&mut self, kind: &'static Kind, key: &Key, change: &Change) {
        let place = self.hasher.record(kind, key);
        let record = self.records.entry(place).or_default();
        match change.write {
            Some(Write::Insert) => {
                record.made += 1;
                record.is_complete = true;
            }
            Some(Write::Delete) => {
                record.made -= 1;
                if OWNERS.iter().any(|owner| owner.name == kind.name) {
                    self.deleted_owners.insert(place);
                }
            }
            Some(Write::Update) | None => {}
        }
        let hash = |value: &Option<Value>| {
            let hash = value
                .as_ref()
                .map(|value| self.hasher.member(&change.member, value));
            hash.unwrap_or(0)
        };
        record.sum = record
            .sum
            .wrapping_add(hash(&change.after))
            .wrapping_sub(hash(&change.before));
    }

    /// Compares the rows of a database.
    pub(super) fn compare(&mut self, contents: &mut dyn Contents) -> anyhow::Result<()> {
        for kind in audited_kinds() {
            let mut from = Vec::new();
            loop {
                let page = contents.page(Table::Rows(kind), &from, PAGE)?;
                let Some(last) = page.last() else { break };
                from = Key::from_bytes(last.key.clone()).successor().as_bytes().to_vec();
                for row in page {
                    self.compare_row(kind, row)?;
                }
            }
        }
        Ok(())
    }

    fn compare_row(&mut self, kind: &'static Kind, Pair { key, value }: Pair) -> anyhow::Result<()> {
        let key = Key::from_bytes(key);
        let place = self.hasher.record(kind, &key);
        let Some(record) = self.records.get_mut(&place).filter(|record| !record.is_gone()) else {
            if self.older.contains(kind.name) {
                self.comparison.older += 1;
            } else if self.belongs_to_deleted(kind, &key) {
                self.comparison.removed += 1;
            } else {
                self.comparison.add(Fault::Unaudited { kind: kind.name, key });
            }
            return Ok(());
        };
        record.is_found = true;
        // A record that was made twice was removed with its owner in between.
        if kind.in_audit == InAudit::Names || !record.is_complete || record.made > 1 {
            self.comparison.existing += 1;
            return Ok(());
        }
        let members = members(kind, &value);
        let members = members.with_context(|| format!("the row of {} {key} cannot be read", kind.name))?;
        let hashes = members
            .iter()
            .map(|(member, value)| self.hasher.member(member, value));
        if hashes.fold(0_u64, u64::wrapping_add) == record.sum {
            self.comparison.equal += 1;
        } else if self.changed.len() < LISTED {
            let mut changed = ChangedRecord {
                kind: kind.name,
                key,
                members: BTreeMap::new(),
            };
            for (member, value) in &members {
                changed.count(member, value, -1);
            }
            self.changed.insert(place, changed);
        } else {
            self.comparison.unlisted += 1;
        }
        Ok(())
    }

    /// Whether the record belonged to one that was deleted: what belonged to it is removed later, without an audit record.
    fn belongs_to_deleted(&self, kind: &Kind, key: &Key) -> bool {
        let mut owners = owners(kind, key).into_iter();
        owners.any(|(kind, key)| self.deleted_owners.contains(&self.hasher.record(kind, &key)))
    }

    /// Whether the audit has to be read once more, to find out which records are missing, and which members have changed.
    pub(super) fn is_unclear(&self) -> bool {
        let is_missing = |record: &AuditedRecord| !record.is_found && !record.is_gone();
        !self.changed.is_empty() || self.records.values().any(is_missing)
    }

    /// Reads an audit record once more.
    pub(super) fn read_again(&mut self, chained: &ChainedRecord) -> anyhow::Result<()> {
        read_changes(chained, |kind, key, change| {
            if let Some(key) = key {
                self.find_out(kind, key, change);
            }
        })
    }

    fn find_out(&mut self, kind: &'static Kind, key: &Key, change: &Change) {
        let place = self.hasher.record(kind, key);
        if let Some(changed) = self.changed.get_mut(&place) {
            for (value, by) in [(&change.before, -1), (&change.after, 1)] {
                if let Some(value) = value {
                    changed.count(&change.member, value, by);
                }
            }
        }
        let belongs_to_deleted = self.belongs_to_deleted(kind, key);
        let Some(record) = self
            .records
            .get_mut(&place)
            .filter(|record| !record.is_found && !record.is_gone())
        else {
            return;
        };
        record.is_found = true;
        if belongs_to_deleted {
            self.comparison.removed += 1;
        } else {
            let (kind, key) = (kind.name, key.clone());
            self.comparison.add(Fault::Missing { kind, key });
        }
    }

    /// What came of it.
    pub(super) fn finish(mut self) -> Comparison {
        for changed in std::mem::take(&mut self.changed).into_values() {
            let (kind, key) = (changed.kind, changed.key.clone());
            let members = changed.differing();
            self.comparison.add(Fault::Changed { kind, key, members });
        }
        self.comparison
    }
}

/// The changes of an audit record, without all else that it says.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Changes {
    #[serde(default)]
    changes: Vec<Change>,
}

/// Shows each change of a record in the audit, with kind and key of what was changed; without a key if an older version has
/// written it.
fn read_changes(
    chained: &ChainedRecord,
    mut look: impl FnMut(&'static Kind, Option<&Key>, &Change),
) -> anyhow::Result<()> {
    let Changes { changes } = chained
        .members()
        .with_context(|| format!("record {} cannot be read", chained.sequence))?;
    let mut current: Option<(&'static Kind, Option<Key>)> = None;
    for change in &changes {
        let is_of_current =
            |(kind, _): &(&Kind, Option<Key>)| change.key.is_none() && kind.name == change.record;
        if !current.as_ref().is_some_and(is_of_current) {
            let kind = audited_kinds().find(|kind| kind.name == change.record);
            current = kind.map(|kind| (kind, change.record_key()));
        }
        if let Some((kind, key)) = &current {
            look(kind, key.as_ref(), change);
        }
    }
    Ok(())
}

/// The kinds whose changes the audit shows, except the fingerprint of the master key, which the start of a server writes.
fn audited_kinds() -> impl Iterator<Item = &'static Kind> {
    kinds().filter(|kind| kind.in_audit != InAudit::Nothing && kind.name != MasterKeyInUse::KIND.name)
}
