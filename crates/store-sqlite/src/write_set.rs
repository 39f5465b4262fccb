//! What an open transaction has written, and the updates that it has not sent to SQLite yet.

use std::collections::HashMap;

use roster_domain::{Key, Kind};
use roster_store::Body;

/// The rows that were written since the last commit.
#[derive(Default)]
pub(crate) struct WriteSet {
    written: Writes,
    /// New bodies of existing rows that the database does not have yet.
    deferred: Writes,
    /// The entries that were added, with the tables of their indexes, also by work that was undone.
    added: Vec<(&'static str, Key)>,
    /// The number of the current piece of work.
    work: u64,
}

/// By kind and key.
type Writes = HashMap<&'static str, HashMap<Key, Write>>;

struct Write {
    /// `None`: deleted, not to be cached, or unknown.
    body: Option<Body>,
    work: u64,
}

impl WriteSet {
    /// Records a write of a row; without a body if the row is deleted or not to be cached.
    pub(crate) fn record_write(&mut self, kind: &Kind, key: &Key, body: Option<&Body>) {
        let write = Write {
            body: body.cloned(),
            work: self.work,
        };
        self.written
            .entry(kind.name)
            .or_default()
            .insert(key.clone(), write);
    }

    /// Records an entry that is added to the table of an index.
    pub(crate) fn record_entry(&mut self, table: &'static str, entry: &Key) {
        self.added.push((table, entry.clone()));
    }

    /// The entries that were added: table and bytes.
    pub(crate) fn added(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.added.iter().map(|(table, entry)| (*table, entry.as_bytes()))
    }

    /// Defers an update of an existing row: it is visible from now on, and sent to the database later.
    pub(crate) fn defer(&mut self, kind: &Kind, key: Key, body: Body) {
        let write = Write {
            body: Some(body),
            work: self.work,
        };
        self.deferred.entry(kind.name).or_default().insert(key, write);
    }

    /// The new body of a row whose update is deferred.
    pub(crate) fn deferred(&self, kind: &Kind, key: &Key) -> Option<&Body> {
        self.deferred.get(kind.name)?.get(key)?.body.as_ref()
    }

    /// Sends the deferred updates to the database, kind by kind.
    pub(crate) fn flush_deferred<E>(
        &mut self,
        mut update: impl FnMut(&'static str, &mut dyn Iterator<Item = (&Key, &[u8])>) -> Result<(), E>,
    ) -> Result<(), E> {
        for (kind, deferred) in &self.deferred {
            let mut rows = deferred
                .iter()
                .filter_map(|(key, write)| Some((key, write.body.as_deref()?)));
            update(kind, &mut rows)?;
        }
        for (kind, deferred) in self.deferred.drain() {
            self.written.entry(kind).or_default().extend(deferred);
        }
        Ok(())
    }

    /// Whether a row may have been written.
    pub(crate) fn contains(&self, kind: &Kind, key: &Key) -> bool {
        let has = |writes: &Writes| writes.get(kind.name).is_some_and(|rows| rows.contains_key(key));
        has(&self.written) || has(&self.deferred)
    }

    /// Begins the next piece of work.
    pub(crate) fn begin_work(&mut self) {
        self.work += 1;
    }

    /// Forgets the bodies that the current piece of work has written, because it is undone. Its deferred
    /// updates never came here.
    pub(crate) fn undo_work(&mut self) {
        let rows = self.written.values_mut().flat_map(HashMap::values_mut);
        for write in rows.filter(|write| write.work == self.work) {
            write.body = None;
        }
    }

    /// Whether nothing was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.deferred.is_empty()
    }

    /// The rows that were written: kind, key, and the body if it is known.
    pub(crate) fn into_rows(self) -> impl Iterator<Item = (&'static str, Key, Option<Body>)> {
        self.written
            .into_iter()
            .flat_map(|(kind, rows)| rows.into_iter().map(move |(key, write)| (kind, key, write.body)))
    }
}
