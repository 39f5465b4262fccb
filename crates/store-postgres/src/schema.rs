//! The tables, and every statement on them.
//!
//! Each kind has a table, and so has each index. Every statement handles many rows, given as arrays, and works on
//! CockroachDB and YugabyteDB too. Keys, entries and bodies are bytes: text cannot hold U+0000, and a locale would sort
//! it.
//!
//! The version of a row is a unique number, set by the last write. A statement that does not find every row in the
//! version it names fails with a division by zero, so that its transaction cannot be committed.

use std::collections::HashMap;
use std::sync::LazyLock;

use roster_domain::records::kinds;
use roster_domain::{Index, Kind};

/// The statements on a kind's table, and on those of its indexes.
pub(crate) struct Table {
    /// Its number among all tables.
    pub(crate) number: usize,
    pub(crate) name: &'static str,
    pub(crate) create: String,
    pub(crate) is_empty: String,
    /// Rows behind a key, in order.
    pub(crate) slice: String,
    pub(crate) get: String,
    /// The same, and no other transaction changes the rows until this one ends.
    pub(crate) get_for_update: String,
    pub(crate) hold: String,
    pub(crate) insert: String,
    pub(crate) update: String,
    pub(crate) delete: String,
    /// The first rows of a range of keys.
    pub(crate) range: String,
    pub(crate) indexes: Vec<IndexTable>,
}

/// The statements on the table of an index.
pub(crate) struct IndexTable {
    index: &'static str,
    pub(crate) name: String,
    pub(crate) create: String,
    pub(crate) find: String,
    /// The first rows of each of some ranges, with the number of the range, counted from 1.
    pub(crate) scan: String,
    /// Entries without their rows.
    pub(crate) entries: String,
    pub(crate) entries_containing: String,
    pub(crate) count: String,
    /// Fails if a range has another number of entries.
    pub(crate) check_count: String,
    /// Fails if the first entries of a range are others.
    pub(crate) check_entries: String,
    pub(crate) insert: String,
    /// Leaves existing entries as they are.
    pub(crate) insert_missing: String,
    /// Which of some entries are those of other keys.
    pub(crate) of_others: String,
    pub(crate) delete: String,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let mut kinds: Vec<_> = kinds().collect();
    // So that every process locks in the same order.
    kinds.sort_by_key(|kind| kind.name);
    let tables = kinds.into_iter().enumerate();
    tables.map(|(number, kind)| Table::new(number, kind)).collect()
});

static NUMBERS: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| tables().iter().map(|table| (table.name, table.number)).collect());

/// The tables of all kinds.
pub(crate) fn tables() -> &'static [Table] {
    &TABLES
}

/// Fails unless as many rows were found as the first parameter has.
macro_rules! all_of {
    ($rows:literal) => {
        concat!(
            "SELECT 1 / CASE WHEN count(*) = array_length($1::bytea[], 1) THEN 1 ELSE 0 END FROM ",
            $rows
        )
    };
}

impl Table {
    pub(crate) fn of(kind: &Kind) -> &'static Self {
        let number = NUMBERS
            .get(kind.name)
            .expect("every kind is listed in records.rs");
        &TABLES[*number]
    }

    /// The table of an index, and its number within the kind.
    pub(crate) fn index(&self, index: &Index) -> (usize, &IndexTable) {
        self.indexes
            .iter()
            .enumerate()
            .find(|(_, table)| table.index == index.name)
            .expect("an index belongs to its kind")
    }

    fn new(number: usize, kind: &'static Kind) -> Self {
        let name = kind.name;
        let versions = "unnest($1::bytea[], $2::bigint[]) AS x (key, version)";
        let same = "t.key = x.key AND t.version = x.version";
        Self {
            number,
            name,
            create: format!(
                r#"CREATE TABLE IF NOT EXISTS "{name}" (key bytea PRIMARY KEY, version bigint NOT NULL, body bytea NOT NULL)"#
            ),
            is_empty: format!(r#"SELECT NOT EXISTS (SELECT 1 FROM "{name}")"#),
            slice: format!(r#"SELECT key, body FROM "{name}" WHERE key > $1 ORDER BY key LIMIT $2"#),
            get: format!(r#"SELECT key, version, body FROM "{name}" WHERE key = ANY ($1)"#),
            get_for_update: format!(
                r#"SELECT key, version, body FROM "{name}" WHERE key = ANY ($1) ORDER BY key FOR UPDATE"#
            ),
            hold: format!(
                r#"{} (SELECT t.key FROM "{name}" AS t JOIN {versions} ON {same} FOR SHARE OF t) AS held"#,
                all_of!("")
            ),
            insert: format!(
                r#"INSERT INTO "{name}" (key, version, body) SELECT x.key, $3::bigint, x.body FROM unnest($1::bytea[], $2::bytea[]) AS x (key, body)"#
            ),
            update: format!(
                r#"WITH changed AS (UPDATE "{name}" AS t SET version = $4::bigint, body = x.body FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) AS x (key, version, body) WHERE {same} RETURNING 1) {}"#,
                all_of!("changed")
            ),
            delete: format!(
                r#"WITH gone AS (DELETE FROM "{name}" AS t USING {versions} WHERE {same} RETURNING 1) {}"#,
                all_of!("gone")
            ),
            range: format!(
                r#"SELECT key, version, body FROM "{name}" WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3"#
            ),
            indexes: kind
                .indexes
                .iter()
                .map(|index| IndexTable::new(name, index.name))
                .collect(),
        }
    }
}

/// The condition for the entries of a range.
const WITHIN: &str = "entry >= $1 AND entry < $2";

impl IndexTable {
    fn new(kind: &str, index: &'static str) -> Self {
        let name = format!("{kind}_by_{index}");
        // An entry without a row is damage, and must not look like a free entry.
        let rows = format!(
            r#"SELECT i.entry, i.key, t.version, t.body FROM "{name}" AS i LEFT JOIN "{kind}" AS t ON t.key = i.key"#
        );
        Self {
            index,
            create: format!(
                r#"CREATE TABLE IF NOT EXISTS "{name}" (entry bytea PRIMARY KEY, key bytea NOT NULL)"#
            ),
            find: format!("{rows} WHERE i.entry = ANY ($1)"),
            scan: format!(
                r#"SELECT i.entry, i.key, t.version, t.body, x.number FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS x (low, high, number) CROSS JOIN LATERAL (SELECT entry, key FROM "{name}" WHERE entry >= x.low AND entry < x.high ORDER BY entry LIMIT $3::bigint) AS i LEFT JOIN "{kind}" AS t ON t.key = i.key"#
            ),
            entries: format!(r#"SELECT entry, key FROM "{name}" WHERE {WITHIN} ORDER BY entry LIMIT $3"#),
            // The inner statement needs the index alone. Rows are in no order of it, so to fetch each takes ten times as long.
            entries_containing: format!(
                r#"SELECT f.entry, (SELECT i.key FROM "{name}" AS i WHERE i.entry = f.entry) FROM (SELECT entry FROM "{name}" WHERE {WITHIN} AND position($4::bytea IN entry) > 0 ORDER BY entry LIMIT $3) AS f ORDER BY f.entry"#
            ),
            count: format!(r#"SELECT count(*) FROM "{name}" WHERE {WITHIN}"#),
            check_count: format!(
                r#"SELECT 1 / CASE WHEN count(*) = $3::bigint THEN 1 ELSE 0 END FROM "{name}" WHERE {WITHIN}"#
            ),
            check_entries: format!(
                r#"SELECT 1 / CASE WHEN coalesce(array_agg(f.entry ORDER BY f.entry), '{{}}') = $4::bytea[] THEN 1 ELSE 0 END FROM (SELECT entry FROM "{name}" WHERE {WITHIN} ORDER BY entry LIMIT $3::bigint) AS f"#
            ),
            insert: format!(
                r#"INSERT INTO "{name}" (entry, key) SELECT x.entry, x.key FROM unnest($1::bytea[], $2::bytea[]) AS x (entry, key)"#
            ),
            insert_missing: format!(
                r#"INSERT INTO "{name}" (entry, key) SELECT x.entry, x.key FROM unnest($1::bytea[], $2::bytea[]) AS x (entry, key) ON CONFLICT (entry) DO NOTHING"#
            ),
            of_others: format!(
                r#"SELECT i.entry FROM unnest($1::bytea[], $2::bytea[]) AS x (entry, key) JOIN "{name}" AS i ON i.entry = x.entry WHERE i.key <> x.key LIMIT 1"#
            ),
            delete: format!(
                r#"WITH gone AS (DELETE FROM "{name}" AS i USING unnest($1::bytea[], $2::bytea[]) AS x (entry, key) WHERE i.entry = x.entry AND i.key = x.key RETURNING 1) {}"#,
                all_of!("gone")
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
            number: _,
            name: _,
            create: _,
            is_empty: _,
            slice,
            get,
            get_for_update,
            hold,
            insert,
            update,
            delete,
            range,
            indexes,
        } = self;
        let mut statements: Vec<&str> = vec![slice, get, get_for_update, hold, insert, update, delete, range];
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
            check_count,
            check_entries,
            of_others,
            insert,
            insert_missing,
            delete,
        } = self;
        [
            find,
            scan,
            entries,
            entries_containing,
            count,
            check_count,
            check_entries,
            of_others,
            insert,
            insert_missing,
            delete,
        ]
    }
}
