//! Writing what a batch leaves, and checking what it relied upon: all in one round trip.
//!
//! Table after table in the same order everywhere, and in each the keys in their order, so that two
//! who write at once wait for each other in a line and not in a circle.

use crate::base::{Base, Changes, Reads, RowId};
use crate::connection::{Parameter, Step};
use crate::schema::{Table, tables};

/// Everything that adds or removes rows or entries holds this, and whoever is alone keeps it out.
pub(crate) const LOCK_SHARED: &str = "SELECT layout FROM roster WHERE id = 1 FOR SHARE";

/// Statements that write and check.
pub(crate) struct Writes {
    pub(crate) steps: Vec<Step>,
    /// Whether rows or entries come or go.
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
        entries(table, base, changes, &mut writes);
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
    let (mut held, mut updated, mut deleted, mut inserted) =
        <(Columns, Columns, Columns, Columns)>::default();
    for row in sorted(reads.rows.iter().filter(|row| row.table == table.number)) {
        if let Some(Some(stored)) = base.rows.get(row)
            && !changes.rows.contains_key(row)
        {
            held.push(row, stored.version);
        }
    }
    for row in sorted(changes.rows.keys().filter(|row| row.table == table.number)) {
        let before = base.rows.get(row).and_then(Option::as_ref);
        match (before, &changes.rows[row]) {
            (Some(stored), Some(body)) => {
                updated.push(row, stored.version);
                updated.bodies.push(body.clone());
            }
            (Some(stored), None) => deleted.push(row, stored.version),
            (None, Some(body)) => {
                inserted.keys.push(row.key.as_bytes().to_vec());
                inserted.bodies.push(body.clone());
            }
            (None, None) => {}
        }
    }
    writes.structural |= !(deleted.keys.is_empty() && inserted.keys.is_empty());
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
        writes.add(
            &table.delete,
            vec![Box::new(deleted.keys), Box::new(deleted.versions)],
        );
    }
    if !inserted.keys.is_empty() {
        let Columns { keys, bodies, .. } = inserted;
        writes.add(
            &table.insert,
            vec![Box::new(keys), Box::new(bodies), Box::new(version)],
        );
    }
}

fn entries(table: &'static Table, base: &Base, changes: &Changes, writes: &mut Writes) {
    for (number, index) in table.indexes.iter().enumerate() {
        let (mut removed, mut added) = <(EntryColumns, EntryColumns)>::default();
        let of_index = |place: &(usize, usize)| *place == (table.number, number);
        for id in sorted(
            changes
                .entries
                .keys()
                .filter(|id| of_index(&(id.table, id.index))),
        ) {
            let before = base.entries.get(id).and_then(Option::as_ref);
            let after = changes.entries[id].as_ref();
            if before == after {
                continue;
            }
            for (columns, key) in [(&mut removed, before), (&mut added, after)] {
                if let Some(key) = key {
                    columns.entries.push(id.entry.as_bytes().to_vec());
                    columns.keys.push(key.as_bytes().to_vec());
                }
            }
        }
        for (columns, sql) in [(removed, &index.delete), (added, &index.insert)] {
            if !columns.entries.is_empty() {
                writes.structural = true;
                writes.add(sql, vec![Box::new(columns.entries), Box::new(columns.keys)]);
            }
        }
    }
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<_> = items.collect();
    items.sort_unstable();
    items
}

impl Columns {
    fn push(&mut self, row: &RowId, version: i64) {
        self.keys.push(row.key.as_bytes().to_vec());
        self.versions.push(version);
    }
}

impl Writes {
    fn add(&mut self, sql: &'static str, parameters: Vec<Parameter>) {
        self.steps.push(Step::Statement(sql, parameters));
    }
}
