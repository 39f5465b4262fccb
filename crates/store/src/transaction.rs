//! Records instead of rows, and a note of every change.

use std::any::Any;

use roster_domain::audit::{self, Change, Sealed};
use roster_domain::{Entry, Index, Key, Kind, Record};

use crate::body::decode;
use crate::error::{StoreError, WriteError};
use crate::rows::{Page, Range, Rows};

/// An open transaction as handlers see it.
pub struct Transaction<'a> {
    rows: &'a mut dyn Rows,
    changes: Vec<Change>,
    kept: Vec<(Key, Box<dyn Any + Send>)>,
}

impl<'a> Transaction<'a> {
    /// A transaction on an engine's rows.
    pub fn new(rows: &'a mut dyn Rows) -> Self {
        Self {
            rows,
            changes: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// The changes so far, and the rows to put the audit record on.
    pub fn into_changes(self) -> (&'a mut dyn Rows, Vec<Change>) {
        (self.rows, self.changes)
    }

    /// Keeps a record as it was read, for whoever asks for it next in this transaction.
    pub fn keep<R: Record>(&mut self, record: R) {
        self.kept.push((record.key(), Box::new(record)));
    }

    /// What was kept; it is given back once.
    fn kept<R: Record>(&mut self, key: &Key) -> Option<R> {
        let is_sought = |(other, record): &(Key, Box<dyn Any + Send>)| other == key && record.is::<R>();
        let place = self.kept.iter().position(is_sought)?;
        let (_, record) = self.kept.swap_remove(place);
        record.downcast().ok().map(|record| *record)
    }

    /// The record kept under a key.
    pub async fn get<R: Record>(&mut self, key: &Key) -> Result<Option<R>, StoreError> {
        if let Some(record) = self.kept(key) {
            return Ok(Some(record));
        }
        let body = self.rows.get(R::KIND, key).await?;
        body.map(|body| body.record()).transpose()
    }

    /// The record that has an entry.
    pub async fn find<R: Record>(&mut self, entry: &Entry) -> Result<Option<R>, StoreError> {
        self.rows
            .find(R::KIND, entry)
            .await?
            .as_deref()
            .map(decode)
            .transpose()
    }

    /// Some records whose entries start with a prefix, in order.
    pub async fn page<R: Record>(
        &mut self,
        index: &'static Index,
        prefix: &Key,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page<R>, StoreError> {
        // One more than asked for tells whether there is a next page.
        let range = Range {
            prefix,
            after,
            limit: limit + 1,
        };
        let mut rows = self.rows.scan(R::KIND, index, range).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let records = rows
            .iter()
            .map(|row| decode(&row.body))
            .collect::<Result<_, _>>()?;
        let next = rows.pop().map(|row| row.entry).filter(|_| more);
        Ok(Page { records, next })
    }

    /// All records whose entries start with a prefix, in order: for lists that are known to be short.
    pub async fn all<R: Record>(
        &mut self,
        index: &'static Index,
        prefix: &Key,
    ) -> Result<Vec<R>, StoreError> {
        const AT_ONCE: usize = 100;
        let (mut records, mut after) = (Vec::new(), None);
        loop {
            let page = self.page(index, prefix, after.as_ref(), AT_ONCE).await?;
            records.extend(page.records);
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(records),
            }
        }
    }

    /// How many entries start with a prefix.
    pub async fn count<R: Record>(&mut self, index: &'static Index, prefix: &Key) -> Result<u64, StoreError> {
        self.rows.count(R::KIND, index, prefix).await
    }

    /// Some records of the audit, the newest first: see [`Rows::audited`].
    pub async fn audited(&mut self, before: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        self.rows.audited(before, limit).await
    }

    /// Adds a record.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<(), WriteError> {
        self.kept.clear();
        let body = encode(record)?;
        self.rows
            .insert(R::KIND, &record.key(), &body, &record.entries())
            .await?;
        self.note(R::KIND, None, Some(&body))?;
        Ok(())
    }

    /// Puts a new state of a record in place of the old. Both have the same key.
    pub async fn update<R: Record>(&mut self, old: &R, new: &R) -> Result<(), WriteError> {
        self.kept.clear();
        let (before, after) = (encode(old)?, encode(new)?);
        let (mut removed, mut added) = (old.entries(), new.entries());
        let kept: Vec<Entry> = removed
            .iter()
            .filter(|entry| added.contains(entry))
            .cloned()
            .collect();
        removed.retain(|entry| !kept.contains(entry));
        added.retain(|entry| !kept.contains(entry));
        self.rows
            .update(R::KIND, &old.key(), &after, &removed, &added)
            .await?;
        self.note(R::KIND, Some(&before), Some(&after))?;
        Ok(())
    }

    /// Removes a record.
    pub async fn delete<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        self.kept.clear();
        let body = encode(record)?;
        self.rows
            .delete(R::KIND, &record.key(), &record.entries())
            .await?;
        self.note(R::KIND, Some(&body), None)
    }

    /// Removes every record of a kind that belongs to what the prefix names. The audit tells of
    /// the owner, not of each.
    pub async fn delete_all(&mut self, kind: &'static Kind, prefix: &Key) -> Result<(), StoreError> {
        self.kept.clear();
        self.rows.delete_all(kind, prefix).await
    }

    fn note(&mut self, kind: &Kind, before: Option<&[u8]>, after: Option<&[u8]>) -> Result<(), StoreError> {
        let changes =
            audit::changes(kind, before, after).map_err(|error| StoreError::Engine(error.to_string()))?;
        self.changes.extend(changes);
        Ok(())
    }
}

fn encode<R: Record>(record: &R) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(record).map_err(|error| StoreError::Engine(error.to_string()))
}
