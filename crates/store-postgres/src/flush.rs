//! Writing what a batch leaves, and checking what it relied upon: all in one round trip.
//!
//! Table after table in the same order everywhere, and in each the keys in their order, so that two
//! who write at once wait for each other in a line and not in a circle.
//!
//! What was looked for and not found is put there, and taken away again: whoever adds it meanwhile
//! has to wait for this, or this finds it there.

use roster_domain::Key;

use crate::base::{Base, Changes, EntryId, Reads, RowId};
use crate::connection::{Parameter, Step};
use crate::schema::{Table, tables};

/// Everything that adds or removes rows or entries holds this, and whoever is alone keeps it out.
pub(crate) const LOCK_SHARED: &str = "SELECT layout FROM roster WHERE id = 1 FOR SHARE";

/// Statements that write and check.
pub(crate) struct Writes {
    pub(crate) steps: Vec<Step>,
    /// Whether rows or entries come or go, so that a range may be another.
    pub(crate) structural: bool,
}

/// Rows of one table: keys, their versions, bodies.
#[derive(Default)]
struct Columns {
    keys: Vec<Vec<u8>>,
    versions: Vec<i64>,
    bodies: Vec<Vec<u8>>,
}

/// Entries of one index: places, and the keys at them.
#[derive(Default)]
struct EntryColumns {
    entries: Vec<Vec<u8>>,
    keys: Vec<Vec<u8>>,
}

/// The statements that bring about some changes, if what was read is still so.
pub(crate) fn writes(base: &Base, changes: &Changes, reads: &Reads, version: i64) -> Writes {
    let mut writes = Writes {
        steps: Vec::new(),
        structural: false,
    };
    for table in tables() {
        rows(table, base, changes, reads, version, &mut writes);
    }
    for table in tables() {
        entries(table, base, changes, reads, &mut writes);
    }
    writes
}

fn rows(
    table: &'static Table,
    base: &Base,
    changes: &Changes,
    reads: &Reads,
    version: i64,
    writes: &mut Writes,
) {
    let (mut held, mut updated, mut deleted, mut inserted, mut absent) =
        <(Columns, Columns, Columns, Columns, Columns)>::default();
    let touched = reads.rows.iter().chain(changes.rows.keys());
    for row in sorted(touched.filter(|row| row.table == table.number)) {
        let before = base.rows.get(row).and_then(Option::as_ref);
        match (before, changes.rows.get(row)) {
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
    writes.structural |= !deleted.keys.is_empty() || inserted.keys.len() > absent.keys.len();
    if !held.keys.is_empty() {
        writes.add(&table.hold, vec![Box::new(held.keys), Box::new(held.versions)]);
    }
    if !updated.keys.is_empty() {
        let Columns {
            keys,
            versions,
            bodies,
        } = updated;
        writes.add(
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
        writes.delete(table, deleted);
    }
    if !inserted.keys.is_empty() {
        let Columns { keys, bodies, .. } = inserted;
        writes.add(
            &table.insert,
            vec![Box::new(keys), Box::new(bodies), Box::new(version)],
        );
    }
    if !absent.keys.is_empty() {
        writes.delete(table, absent);
    }
}

fn entries(table: &'static Table, base: &Base, changes: &Changes, reads: &Reads, writes: &mut Writes) {
    for (number, index) in table.indexes.iter().enumerate() {
        let (mut removed, mut added, mut absent) = <(EntryColumns, EntryColumns, EntryColumns)>::default();
        let touched = reads.entries.iter().chain(changes.entries.keys());
        for id in sorted(touched.filter(|id| (id.table, id.index) == (table.number, number))) {
            let before = base.entries.get(id).and_then(Option::as_ref);
            let after = changes.entries.get(id).map_or(before, Option::as_ref);
            match (before, after) {
                // It is there as long as its row is as it was.
                (Some(before), Some(after)) if before == after => {}
                (Some(_), _) | (_, Some(_)) => {
                    writes.structural = true;
                    removed.extend(id, before);
                    added.extend(id, after);
                }
                (None, None) => {
                    let nobody = Key::new();
                    added.extend(id, Some(&nobody));
                    absent.extend(id, Some(&nobody));
                }
            }
        }
        for (columns, sql) in [
            (removed, &index.delete),
            (added, &index.insert),
            (absent, &index.delete),
        ] {
            if !columns.entries.is_empty() {
                writes.add(sql, vec![Box::new(columns.entries), Box::new(columns.keys)]);
            }
        }
    }
}

/// Each of them once, in order.
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

impl Writes {
    fn delete(&mut self, table: &'static Table, rows: Columns) {
        let Columns { keys, versions, .. } = rows;
        self.add(&table.delete, vec![Box::new(keys), Box::new(versions)]);
    }

    fn add(&mut self, sql: &'static str, parameters: Vec<Parameter>) {
        self.steps.push(Step::Statement(sql, parameters));
    }
}
