//! The statements that write a batch and check what it has read, all in one round trip.
//!
//! Tables, and keys within a table, have the same order everywhere, so that concurrent transactions wait for each other
//! without deadlocks.
//!
//! To lock a key that does not exist, a placeholder is inserted and deleted in the same transaction. A concurrent insert
//! waits for it; if that was committed first, the insert of the placeholder fails on the primary key.

use std::collections::BTreeSet;

use roster_domain::Key;

use crate::batch_state::Snapshot;
use crate::connection::{Parameter, Step};
use crate::range_locks;
use crate::read_write_sets::{ReadSet, WriteSet};
use crate::row_ids::{EntryId, RowId};
use crate::schema::{Table, tables};

/// Erases the personal values of audit records.
pub(crate) const ERASE: &str = "UPDATE audit SET personal = NULL WHERE position = ANY ($1::bigint[])";

/// Removes a part of an audit chain.
pub(crate) const REMOVE: &str = "DELETE FROM audit WHERE chain = $1 AND sequence > $2 AND sequence <= $3";

/// The statements.
pub(crate) struct WriteStatements {
    pub(crate) steps: Vec<Step>,
    /// Whether rows or entries are added or removed, which changes ranges.
    pub(crate) structural: bool,
    /// The locks of the ranges that change.
    pub(crate) changed_ranges: BTreeSet<i32>,
}

/// Rows of one table: keys, their versions, bodies.
#[derive(Default)]
struct Columns {
    keys: Vec<Vec<u8>>,
    versions: Vec<i64>,
    bodies: Vec<Vec<u8>>,
}

/// Entries of one index, and the keys at them.
#[derive(Default)]
struct EntryColumns {
    entries: Vec<Vec<u8>>,
    keys: Vec<Vec<u8>>,
}

/// The statements for some writes. They fail if anything that was read has changed.
pub(crate) fn writes(
    snapshot: &Snapshot,
    writes: &WriteSet,
    reads: &ReadSet,
    version: i64,
) -> WriteStatements {
    let mut statements = WriteStatements {
        steps: Vec::new(),
        structural: false,
        changed_ranges: BTreeSet::new(),
    };
    for table in tables() {
        rows(table, snapshot, writes, reads, version, &mut statements);
    }
    for table in tables() {
        entries(table, snapshot, writes, reads, &mut statements);
    }
    if !writes.erased.is_empty() {
        let positions: Vec<_> = writes.erased.iter().copied().collect();
        statements.add(ERASE, vec![Box::new(positions)]);
    }
    for (chain, after, until) in &writes.removed {
        let part: Vec<Parameter> = vec![Box::new(chain.clone()), Box::new(*after), Box::new(*until)];
        statements.add(REMOVE, part);
    }
    statements
}

fn rows(
    table: &'static Table,
    snapshot: &Snapshot,
    writes: &WriteSet,
    reads: &ReadSet,
    version: i64,
    statements: &mut WriteStatements,
) {
    let (mut held, mut updated, mut deleted, mut inserted, mut absent) =
        <(Columns, Columns, Columns, Columns, Columns)>::default();
    let touched = reads.rows.iter().chain(writes.rows.keys());
    for row in sorted(touched.filter(|row| row.table == table.number)) {
        let before = snapshot.rows.get(row).and_then(Option::as_ref);
        match (before, writes.rows.get(row)) {
            (Some(stored), None) => held.push(row, stored.version),
            (Some(stored), Some(Some(body))) => {
                updated.push(row, stored.version);
                updated.bodies.push(body.clone());
            }
            (Some(stored), Some(None)) => deleted.push(row, stored.version),
            (None, Some(Some(body))) => {
                inserted.push(row, version);
                inserted.bodies.push(body.clone());
            }
            (None, None | Some(None)) => {
                inserted.push(row, version);
                inserted.bodies.push(Vec::new());
                absent.push(row, version);
            }
        }
    }
    statements.structural |= !deleted.keys.is_empty() || inserted.keys.len() > absent.keys.len();
    if !held.keys.is_empty() {
        statements.add(&table.hold, vec![Box::new(held.keys), Box::new(held.versions)]);
    }
    if !updated.keys.is_empty() {
        let Columns {
            keys,
            versions,
            bodies,
        } = updated;
        statements.add(
            &table.update,
            vec![
                Box::new(keys),
                Box::new(versions),
                Box::new(bodies),
                Box::new(version),
            ],
        );
    }
    if !deleted.keys.is_empty() {
        statements.delete(table, deleted);
    }
    if !inserted.keys.is_empty() {
        let Columns { keys, bodies, .. } = inserted;
        statements.add(
            &table.insert,
            vec![Box::new(keys), Box::new(bodies), Box::new(version)],
        );
    }
    if !absent.keys.is_empty() {
        statements.delete(table, absent);
    }
}

fn entries(
    table: &'static Table,
    snapshot: &Snapshot,
    writes: &WriteSet,
    reads: &ReadSet,
    statements: &mut WriteStatements,
) {
    for (number, index) in table.indexes.iter().enumerate() {
        let (mut removed, mut added, mut absent) = <(EntryColumns, EntryColumns, EntryColumns)>::default();
        let touched = reads.entries.iter().chain(writes.entries.keys());
        for id in sorted(touched.filter(|id| (id.table, id.index) == (table.number, number))) {
            let before = snapshot.entries.get(id).and_then(Option::as_ref);
            let after = writes.entries.get(id).map_or(before, Option::as_ref);
            match (before, after) {
                // It exists while its row has the same version.
                (Some(before), Some(after)) if before == after => {}
                (Some(_), _) | (_, Some(_)) => {
                    statements.structural = true;
                    statements
                        .changed_ranges
                        .extend(range_locks::number(id.table, &id.entry));
                    removed.extend(id, before);
                    added.extend(id, after);
                }
                (None, None) => {
                    let placeholder = Key::new();
                    added.extend(id, Some(&placeholder));
                    absent.extend(id, Some(&placeholder));
                }
            }
        }
        for (columns, sql) in [
            (removed, &index.delete),
            (added, &index.insert),
            (absent, &index.delete),
        ] {
            if !columns.entries.is_empty() {
                statements.add(sql, vec![Box::new(columns.entries), Box::new(columns.keys)]);
            }
        }
    }
}

/// The items in order, without duplicates.
fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<_> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

impl Columns {
    fn push(&mut self, row: &RowId, version: i64) {
        self.keys.push(row.key.as_bytes().to_vec());
        self.versions.push(version);
    }
}

impl EntryColumns {
    fn extend(&mut self, id: &EntryId, key: Option<&Key>) {
        if let Some(key) = key {
            self.entries.push(id.entry.as_bytes().to_vec());
            self.keys.push(key.as_bytes().to_vec());
        }
    }
}

impl WriteStatements {
    fn delete(&mut self, table: &'static Table, rows: Columns) {
        let Columns { keys, versions, .. } = rows;
        self.add(&table.delete, vec![Box::new(keys), Box::new(versions)]);
    }

    fn add(&mut self, sql: &'static str, parameters: Vec<Parameter>) {
        self.steps.push(Step::Statement(sql, parameters));
    }
}
