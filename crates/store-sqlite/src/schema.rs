//! The tables, and every statement on them.
//!
//! Each kind has a table, and so has each index. Bodies are opaque, so a new operation needs no new SQL.

use std::collections::HashMap;
use std::sync::LazyLock;

use roster_domain::records::kinds;
use roster_domain::{Index, Kind};

/// The statements on a kind's table, and on those of its indexes.
pub(crate) struct Table {
    pub(crate) create: String,
    pub(crate) is_empty: String,
    /// Rows behind a key, in order.
    pub(crate) slice: String,
    pub(crate) get: String,
    pub(crate) insert: String,
    pub(crate) update: String,
    pub(crate) delete: String,
    /// Removes the first of a range of keys, and returns their keys.
    pub(crate) delete_some: String,
    pub(crate) indexes: Vec<IndexTable>,
}

/// The statements on the table of an index.
pub(crate) struct IndexTable {
    index: &'static str,
    pub(crate) name: String,
    pub(crate) create: String,
    pub(crate) find: String,
    pub(crate) scan: String,
    /// Entries without their rows.
    pub(crate) entries: String,
    pub(crate) entries_containing: String,
    pub(crate) count: String,
    /// The key at an entry.
    pub(crate) key: String,
    pub(crate) insert: String,
    /// Leaves an existing entry as it is.
    pub(crate) insert_missing: String,
    /// Puts another entry of the same row in the place of one.
    pub(crate) replace: String,
    pub(crate) delete: String,
    /// Removes the first of a range of entries, and returns them.
    pub(crate) delete_some: String,
}

static TABLES: LazyLock<HashMap<&'static str, Table>> =
    LazyLock::new(|| kinds().map(|kind| (kind.name, Table::new(kind))).collect());

/// The tables of all kinds.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    TABLES.values()
}

impl Table {
    pub(crate) fn of(kind: &Kind) -> &'static Self {
        Self::named(kind.name)
    }

    /// The table of the kind with this name.
    pub(crate) fn named(kind: &str) -> &'static Self {
        TABLES.get(kind).expect("every kind is listed in records.rs")
    }

    pub(crate) fn index(&'static self, index: &Index) -> &'static IndexTable {
        self.indexes
            .iter()
            .find(|table| table.index == index.name)
            .expect("an index belongs to its kind")
    }

    fn new(kind: &'static Kind) -> Self {
        let name = kind.name;
        Self {
            // Rows are long. A table WITHOUT ROWID keeps rows in inner pages too, which would then have
            // few children, and the tree many levels.
            create: format!(
                r#"CREATE TABLE IF NOT EXISTS "{name}" (key BLOB PRIMARY KEY, body BLOB NOT NULL)"#
            ),
            is_empty: format!(r#"SELECT NOT EXISTS (SELECT * FROM "{name}")"#),
            slice: format!(r#"SELECT key, body FROM "{name}" WHERE key > ?1 ORDER BY key LIMIT ?2"#),
            get: format!(r#"SELECT body FROM "{name}" WHERE key = ?1"#),
            insert: format!(r#"INSERT INTO "{name}" (key, body) VALUES (?1, ?2)"#),
            update: format!(r#"UPDATE "{name}" SET body = ?2 WHERE key = ?1"#),
            delete: format!(r#"DELETE FROM "{name}" WHERE key = ?1"#),
            delete_some: format!(
                r#"DELETE FROM "{name}" WHERE rowid IN (SELECT rowid FROM "{name}" WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3) RETURNING key"#
            ),
            indexes: kind
                .indexes
                .iter()
                .map(|index| IndexTable::new(name, index.name))
                .collect(),
        }
    }
}

impl IndexTable {
    fn new(kind: &str, index: &'static str) -> Self {
        let name = format!("{kind}_by_{index}");
        let rows = format!(r#""{name}" CROSS JOIN "{kind}" USING (key)"#);
        Self {
            index,
            create: format!(
                r#"CREATE TABLE IF NOT EXISTS "{name}" (entry BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID"#
            ),
            find: format!("SELECT body FROM {rows} WHERE entry = ?1"),
            scan: format!(
                "SELECT entry, body FROM {rows} WHERE entry >= ?1 AND entry < ?2 ORDER BY entry LIMIT ?3"
            ),
            entries: format!(
                r#"SELECT entry, key FROM "{name}" WHERE entry >= ?1 AND entry < ?2 ORDER BY entry LIMIT ?3"#
            ),
            entries_containing: format!(
                r#"SELECT entry, key FROM "{name}" WHERE entry >= ?1 AND entry < ?2 AND instr(entry, ?4) ORDER BY entry LIMIT ?3"#
            ),
            count: format!(r#"SELECT count(*) FROM "{name}" WHERE entry >= ?1 AND entry < ?2"#),
            key: format!(r#"SELECT key FROM "{name}" WHERE entry = ?1"#),
            insert: format!(r#"INSERT INTO "{name}" (entry, key) VALUES (?1, ?2)"#),
            insert_missing: format!(
                r#"INSERT INTO "{name}" (entry, key) VALUES (?1, ?2) ON CONFLICT (entry) DO NOTHING"#
            ),
            replace: format!(r#"UPDATE "{name}" SET entry = ?2 WHERE entry = ?1"#),
            delete: format!(r#"DELETE FROM "{name}" WHERE entry = ?1"#),
            delete_some: format!(
                r#"DELETE FROM "{name}" WHERE entry IN (SELECT entry FROM "{name}" WHERE entry >= ?1 AND entry < ?2 ORDER BY entry LIMIT ?3) RETURNING entry"#
            ),
            name,
        }
    }
}

#[cfg(test)]
impl Table {
    /// Every statement that runs while a server serves or an index is filled.
    pub(crate) fn statements(&self) -> Vec<&str> {
        let Self {
            create: _,
            is_empty: _,
            slice,
            get,
            insert,
            update,
            delete,
            delete_some,
            indexes,
        } = self;
        let mut statements: Vec<&str> = vec![slice, get, insert, update, delete, delete_some];
        statements.extend(indexes.iter().flat_map(IndexTable::statements));
        statements
    }
}

#[cfg(test)]
impl IndexTable {
    fn statements(&self) -> [&str; 11] {
        let Self {
            index: _,
            name: _,
            create: _,
            find,
            scan,
            entries,
            entries_containing,
            count,
            key,
            insert,
            insert_missing,
            replace,
            delete,
            delete_some,
        } = self;
        [
            find,
            scan,
            entries,
            entries_containing,
            count,
            key,
            insert,
            insert_missing,
            replace,
            delete,
            delete_some,
        ]
    }
}
