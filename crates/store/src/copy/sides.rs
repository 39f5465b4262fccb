//! The two sides of a copy, as pairs of bytes and audit chains.

use std::iter;

use roster_domain::audit::{ChainHead, ChainedRecord, Head, REGISTER};
use roster_domain::records::{Job, MasterKeyInUse, kinds};
use roster_domain::{Index, Kind, Record};

use crate::error::StoreError;

/// The contents of a store.
pub trait Contents: Send {
    /// How many pairs a table has.
    fn count(&mut self, table: Table) -> Result<u64, StoreError>;

    /// At most `limit` pairs of a table from a key on, in the order of their keys.
    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError>;

    /// The head of each audit chain, in the order in which they were opened: the register first, if there is one, and
    /// the chain without a name last.
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError>;

    /// At most `limit` records of a chain behind a sequence number, in order.
    fn records(&mut self, chain: &str, after: u64, limit: usize)
    -> Result<Vec<PositionedRecord>, StoreError>;
}

/// The store that is copied: a snapshot of it, while servers may write to it.
pub trait Source: Contents {
    /// Takes a new snapshot.
    fn refresh(&mut self) -> Result<(), StoreError>;
}

/// The store that becomes a copy. Every method is a transaction of its own, and fails once another process has
/// begun to copy into the same store.
pub trait Target: Contents {
    /// Marks the store as an unfinished copy, which no server opens, if its state allows that.
    fn begin(&mut self) -> Result<TargetState, StoreError>;

    /// Inserts, replaces and deletes pairs of a table.
    fn change(&mut self, table: Table, changes: &Changes) -> Result<(), StoreError>;

    /// Adds records to a chain, and stores its head.
    fn append(&mut self, chain_head: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError>;

    /// Erases the personal values of records of a chain, by their numbers.
    fn erase(&mut self, chain: &str, sequences: &[u64]) -> Result<(), StoreError>;

    /// The last record of a chain; `None` if it has none.
    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, StoreError>;

    /// The highest position of a record; 0 if there is none.
    fn last_position(&mut self) -> Result<i64, StoreError>;

    /// Adds the last records to the register, and removes the mark.
    fn finish(&mut self, register: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError>;
}

/// The state in which a copy finds its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetState {
    /// It has no content, see [`has_content`]. Its empty audit chains were removed.
    Empty,
    /// It has no content, but a server can write to it. Nothing was changed.
    InUse,
    /// It is an unfinished copy.
    Unfinished,
    /// It has content. Nothing was changed.
    HasContent,
}

/// The kinds of records that a server writes when it starts: the fingerprint of its master key, and its recurring
/// jobs. Any other job has a cause, which has an audit record.
const WRITTEN_AT_START: [&str; 2] = [Job::KIND.name, MasterKeyInUse::KIND.name];

/// Whether a store has more than what a server writes when it starts: the records of `WRITTEN_AT_START`,
/// and audit chains without records.
///
/// # Errors
///
/// If the store fails.
pub fn has_content(store: &mut dyn Contents) -> Result<bool, StoreError> {
    for kind in kinds().filter(|kind| !WRITTEN_AT_START.contains(&kind.name)) {
        for table in Table::of(kind) {
            if store.count(table)? > 0 {
                return Ok(true);
            }
        }
    }
    let mut chains = store.chains()?.into_iter();
    Ok(chains.any(|chain_head| chain_head.chain != REGISTER && chain_head.head != Head::default()))
}

/// A table of pairs.
#[derive(Clone, Copy, Debug)]
pub enum Table {
    /// The rows of a kind: keys and bodies.
    Rows(&'static Kind),
    /// The entries of an index: entries, and the keys of their rows.
    Entries(&'static Kind, &'static Index),
}

impl Table {
    /// All tables of all kinds.
    pub fn all() -> impl Iterator<Item = Self> {
        kinds().flat_map(Self::of)
    }

    /// The tables of a kind.
    pub fn of(kind: &'static Kind) -> impl Iterator<Item = Self> {
        let entries = kind.indexes.iter().map(move |index| Self::Entries(kind, index));
        iter::once(Self::Rows(kind)).chain(entries)
    }

    /// Its name in a database.
    pub fn name(self) -> String {
        match self {
            Self::Rows(kind) => kind.name.to_owned(),
            Self::Entries(kind, index) => format!("{}_by_{}", kind.name, index.name),
        }
    }

    /// The names of its two columns.
    pub fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Rows(_) => ("key", "body"),
            Self::Entries(..) => ("entry", "key"),
        }
    }
}

/// A row or an index entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its key, or the entry.
    pub key: Vec<u8>,
    /// Its body, or the key of the row.
    pub value: Vec<u8>,
}

/// The changes that make one table equal to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The pairs to insert or replace.
    pub put: Vec<Pair>,
    /// The keys to delete.
    pub deleted: Vec<Vec<u8>>,
}

/// An audit record, and its position among those of all chains.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionedRecord {
    /// The record.
    pub chained: ChainedRecord,
    /// Its position; `None` in the register, and in an engine with one chain.
    pub position: Option<i64>,
}
