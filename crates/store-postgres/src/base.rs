//! What the pieces of a batch share: what the database says, as far as one of them has asked, and
//! what those that are done would leave.

use std::collections::{BTreeSet, HashMap, HashSet};

use quick_cache::unsync::Cache;
use roster_domain::Key;
use roster_domain::audit::Sealed;

/// A row's place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowId {
    pub(crate) table: usize,
    pub(crate) key: Key,
}

/// An entry's place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntryId {
    pub(crate) table: usize,
    pub(crate) index: usize,
    pub(crate) entry: Key,
}

/// A row as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) version: i64,
    pub(crate) body: Vec<u8>,
}

/// What the database says; what is not here was not asked for.
#[derive(Debug, Default)]
pub(crate) struct Base {
    pub(crate) rows: HashMap<RowId, Option<Stored>>,
    pub(crate) entries: HashMap<EntryId, Option<Key>>,
}

impl Base {
    /// Takes over what was written, all in one version.
    pub(crate) fn apply(&mut self, changes: Changes, version: i64) {
        for (row, body) in changes.rows {
            self.rows.insert(row, body.map(|body| Stored { version, body }));
        }
        self.entries.extend(changes.entries);
    }

    /// Forgets a range of a table.
    pub(crate) fn forget(&mut self, table: usize, start: &Key, end: &Key) {
        let within = |key: &Key| key >= start && key < end;
        self.rows.retain(|row, _| row.table != table || !within(&row.key));
        self.entries
            .retain(|entry, _| entry.table != table || !within(&entry.entry));
    }
}

/// How many rows are remembered from one batch to the next.
const RECENT: usize = 256;
/// Larger bodies are not remembered.
const RECENT_BYTES: usize = 4096;

/// Rows as they were when they were last read. Work goes on with one of them at once, and the database is
/// asked with the next question whether it is still so.
pub(crate) struct Recent(Cache<RowId, Stored>);

impl Default for Recent {
    fn default() -> Self {
        Self(Cache::new(RECENT))
    }
}

/// Rows and entries as they are to be; none where nothing is to be.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) rows: HashMap<RowId, Option<Vec<u8>>>,
    pub(crate) entries: HashMap<EntryId, Option<Key>>,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.entries.is_empty()
    }
}

/// What work has looked at.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    pub(crate) rows: HashSet<RowId>,
    pub(crate) entries: HashSet<EntryId>,
}

/// A question that one piece of work asks for itself.
#[derive(Debug)]
pub(crate) enum Question {
    Scan { limit: usize },
    Count,
    DeleteAll,
    Audited { before: u64, limit: usize },
}

/// A question about a range, and what must be written before it is answered.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) ticket: u64,
    pub(crate) question: Question,
    pub(crate) table: usize,
    /// None where all of the table is meant.
    pub(crate) index: Option<usize>,
    pub(crate) start: Key,
    pub(crate) end: Key,
    pub(crate) before: (Changes, Reads),
}

/// A row found through an index.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) entry: Key,
    pub(crate) row: RowId,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug)]
pub(crate) enum Answer {
    Found(Vec<Found>),
    Count(u64),
    Audited(Vec<Sealed>),
    Done,
}

/// What must be asked before anything goes on.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) rows: BTreeSet<RowId>,
    pub(crate) entries: BTreeSet<EntryId>,
    pub(crate) orders: Vec<Order>,
}

impl Wanted {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.entries.is_empty() && self.orders.is_empty()
    }
}

/// What is shared.
#[derive(Default)]
pub(crate) struct Shared {
    /// What is known from earlier batches, if that is of any use.
    recent: Option<Recent>,
    /// The versions of rows that were taken from there, and that the database has not confirmed.
    assumed: Vec<(RowId, i64)>,
    pub(crate) base: Base,
    pub(crate) wanted: Wanted,
    pub(crate) answers: HashMap<u64, Answer>,
    pub(crate) tickets: u64,
    /// What the work that is done leaves.
    pub(crate) left: Changes,
    /// What that work relied upon.
    pub(crate) relied: Reads,
    /// The audit records of that work.
    pub(crate) audit: Vec<AuditBody>,
    /// How much work is done that left something.
    pub(crate) generation: u64,
    rows: HashMap<RowId, u64>,
    entries: HashMap<EntryId, u64>,
}

/// An audit record as it is to be kept.
#[derive(Clone, Debug)]
pub(crate) struct AuditBody {
    /// Its time, since the epoch.
    pub(crate) milliseconds: i64,
    pub(crate) body: Vec<u8>,
}

const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;

impl AuditBody {
    /// Days since the epoch.
    pub(crate) fn day(&self) -> i64 {
        self.milliseconds.div_euclid(MILLISECONDS_OF_A_DAY)
    }
}

impl Shared {
    pub(crate) fn new(recent: Option<Recent>) -> Self {
        Self {
            recent,
            ..Self::default()
        }
    }

    /// Goes on with what is known of a row from earlier batches, if there is something, and asks whether it
    /// is still so.
    pub(crate) fn assume(&mut self, row: &RowId) -> bool {
        let Some(stored) = self.recent.as_ref().and_then(|recent| recent.0.get(row)) else {
            return false;
        };
        self.assumed.push((row.clone(), stored.version));
        self.base.rows.insert(row.clone(), Some(stored.clone()));
        self.wanted.rows.insert(row.clone());
        true
    }

    /// Whether all that was assumed is as the database has answered. If not, all work must begin anew, and
    /// what it has left is forgotten.
    pub(crate) fn confirm(&mut self) -> bool {
        let version = |row| Some(self.base.rows.get(row)?.as_ref()?.version);
        let assumed = std::mem::take(&mut self.assumed);
        if assumed
            .iter()
            .all(|(row, assumed)| version(row) == Some(*assumed))
        {
            return true;
        }
        *self = Self {
            recent: self.recent.take(),
            base: std::mem::take(&mut self.base),
            ..Self::default()
        };
        false
    }

    /// What is known for the next batch.
    pub(crate) fn remember(self) -> Recent {
        let mut recent = self.recent.unwrap_or_default();
        for (row, stored) in self.base.rows {
            match stored {
                Some(stored) if stored.body.len() <= RECENT_BYTES && !self.left.rows.contains_key(&row) => {
                    recent.0.insert(row, stored);
                }
                Some(_) | None => _ = recent.0.remove(&row),
            }
        }
        recent
    }

    pub(crate) fn knows_row(&self, row: &RowId) -> bool {
        self.left.rows.contains_key(row) || self.base.rows.contains_key(row)
    }

    pub(crate) fn knows_entry(&self, entry: &EntryId) -> bool {
        self.left.entries.contains_key(entry) || self.base.entries.contains_key(entry)
    }

    /// The body of a row that is known.
    pub(crate) fn row(&self, row: &RowId) -> Option<&[u8]> {
        match self.left.rows.get(row) {
            Some(body) => body.as_deref(),
            None => self.base.rows.get(row)?.as_ref().map(|stored| &*stored.body),
        }
    }

    /// The key at an entry that is known.
    pub(crate) fn entry(&self, entry: &EntryId) -> Option<&Key> {
        match self.left.entries.get(entry) {
            Some(key) => key.as_ref(),
            None => self.base.entries.get(entry)?.as_ref(),
        }
    }

    /// Whether something of this has been written since a generation.
    pub(crate) fn changed_since(&self, generation: u64, reads: &Reads) -> bool {
        let later = |written: Option<&u64>| written.is_some_and(|written| *written > generation);
        reads.rows.iter().any(|row| later(self.rows.get(row)))
            || reads.entries.iter().any(|entry| later(self.entries.get(entry)))
    }

    /// Whether nobody has left anything.
    pub(crate) fn is_clean(&self) -> bool {
        self.left.is_empty() && self.audit.is_empty()
    }

    /// Takes over what a piece of work leaves.
    pub(crate) fn accept(&mut self, changes: Changes, reads: Reads, audit: Vec<AuditBody>) {
        self.generation += 1;
        let generation = self.generation;
        self.rows
            .extend(changes.rows.keys().map(|row| (row.clone(), generation)));
        self.entries
            .extend(changes.entries.keys().map(|entry| (entry.clone(), generation)));
        self.left.rows.extend(changes.rows);
        self.left.entries.extend(changes.entries);
        self.relied.rows.extend(reads.rows);
        self.relied.entries.extend(reads.entries);
        self.audit.extend(audit);
    }
}
