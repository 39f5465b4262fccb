//! A transaction on records, which collects the changes for the audit.

use std::any::Any;
use std::collections::BTreeSet;

use roster_domain::audit::{self, ChainedRecord, Change, State};
use roster_domain::plan::WrittenRecord;
use roster_domain::records::iam::Subject;
use roster_domain::{Entry, InAudit, Index, Key, Kind, Record, Write};

use crate::body::{Body, decode};
use crate::error::{StoreError, WriteError};
use crate::rows::{AuditRange, EntryOfRow, Page, Range, Rows};
use crate::unknown_members;

/// An open transaction, as handlers use it.
pub struct Transaction<'a> {
    rows: &'a mut dyn Rows,
    changes: Vec<Change>,
    /// None if they are not noted.
    written: Option<Vec<WrittenRecord>>,
    subjects_written: BTreeSet<Subject>,
    /// None if they are not noted.
    subjects_read: Option<BTreeSet<Subject>>,
    kept: Vec<(Key, Box<dyn Any + Send>)>,
}

impl<'a> Transaction<'a> {
    /// A transaction on an engine's rows.
    pub fn new(rows: &'a mut dyn Rows) -> Self {
        Self {
            rows,
            changes: Vec::new(),
            written: None,
            subjects_written: BTreeSet::new(),
            subjects_read: None,
            kept: Vec::new(),
        }
    }

    /// The same transaction, which notes which records it writes.
    #[must_use]
    pub fn noting_records(mut self) -> Self {
        self.written = Some(Vec::new());
        self
    }

    /// The changes so far.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The records that were written so far, if they are noted.
    pub fn written(&self) -> &[WrittenRecord] {
        self.written.as_deref().unwrap_or_default()
    }

    /// The same transaction, which notes what the records of IAM that it reads are about.
    #[must_use]
    pub fn noting_subjects(mut self) -> Self {
        self.subjects_read = Some(BTreeSet::new());
        self
    }

    /// What the records of IAM that were read so far, in vain or not, are about, if that is noted.
    pub fn subjects_read(&self) -> &BTreeSet<Subject> {
        const NONE: &BTreeSet<Subject> = &BTreeSet::new();
        self.subjects_read.as_ref().unwrap_or(NONE)
    }

    /// What the records of IAM that were written so far, or tried to be, are about.
    pub const fn subjects_written(&self) -> &BTreeSet<Subject> {
        &self.subjects_written
    }

    fn note_read(&mut self, kind: &Kind, key: &Key) {
        if let Some(subjects) = &mut self.subjects_read {
            subjects.extend(Subject::of(kind, key));
        }
    }

    fn note(&mut self, kind: &Kind, key: &Key, write: Write) {
        // What is no part of the directory is no part of a plan.
        if let Some(written) = &mut self.written
            && kind.in_audit != InAudit::Nothing
        {
            written.push(WrittenRecord::new(kind, key, write));
        }
    }

    /// The rows, to write the audit record to, and the changes so far.
    pub fn into_changes(self) -> (&'a mut dyn Rows, Vec<Change>) {
        (self.rows, self.changes)
    }

    /// Keeps a record that was read, for the next [`get`](Self::get) of it in this transaction.
    pub fn keep<R: Record>(&mut self, record: R) {
        self.kept.push((record.key(), Box::new(record)));
    }

    /// Takes back a kept record.
    fn kept<R: Record>(&mut self, key: &Key) -> Option<R> {
        let is_sought = |(other, record): &(Key, Box<dyn Any + Send>)| other == key && record.is::<R>();
        let place = self.kept.iter().position(is_sought)?;
        let (_, record) = self.kept.swap_remove(place);
        record.downcast().ok().map(|record| *record)
    }

    /// The record with this key.
    pub async fn get<R: Record>(&mut self, key: &Key) -> Result<Option<R>, StoreError> {
        self.note_read(R::KIND, key);
        if let Some(record) = self.kept(key) {
            return Ok(Some(record));
        }
        let body = self.rows.get(R::KIND, key).await?;
        body.map(|body| body.record()).transpose()
    }

    /// Whether there is a record of a kind with this key.
    pub async fn exists(&mut self, kind: &'static Kind, key: &Key) -> Result<bool, StoreError> {
        self.note_read(kind, key);
        Ok(self.rows.get(kind, key).await?.is_some())
    }

    /// The record with this entry.
    pub async fn find<R: Record>(&mut self, entry: &Entry) -> Result<Option<R>, StoreError> {
        let found = self.rows.find(R::KIND, entry).await?;
        let found: Option<R> = found.as_deref().map(decode).transpose()?;
        // What is not there is about nothing that is known.
        let key = found.as_ref().map_or_else(Key::new, Record::key);
        self.note_read(R::KIND, &key);
        Ok(found)
    }

    /// A page of the records whose entries start with a prefix, in order.
    pub async fn page<R: Record>(
        &mut self,
        index: &'static Index,
        prefix: &Key,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page<R>, StoreError> {
        self.note_read(R::KIND, prefix);
        // One record more shows whether there is a next page.
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

    /// All records whose entries start with a prefix, in order: for short lists.
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

    /// The records with these keys, in the order of the keys; none where there is none.
    pub async fn get_each<R: Record>(&mut self, keys: &[Key]) -> Result<Vec<Option<R>>, StoreError> {
        for key in keys {
            self.note_read(R::KIND, key);
        }
        let bodies = self.rows.get_all(R::KIND, keys).await?.into_iter();
        bodies
            .map(|body| body.map(|body: Body| body.record()).transpose())
            .collect()
    }

    /// The records with these keys, in the order of the keys.
    ///
    /// # Errors
    ///
    /// If one is missing: the keys are those of entries.
    pub async fn get_all<R: Record>(&mut self, keys: &[Key]) -> Result<Vec<R>, StoreError> {
        let records = self.get_each(keys).await?.into_iter();
        records
            .map(|record| record.ok_or_else(|| StoreError::no_such(R::KIND.name)))
            .collect()
    }

    /// The entries in a range, without their records: see [`Rows::entries`].
    pub async fn entries<R: Record>(
        &mut self,
        index: &'static Index,
        range: Range<'_>,
        containing: Option<&[u8]>,
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        self.note_read(R::KIND, range.prefix);
        self.rows.entries(R::KIND, index, range, containing).await
    }

    /// Whether an entry starts with a prefix.
    pub async fn has_entry<R: Record>(
        &mut self,
        index: &'static Index,
        prefix: &Key,
    ) -> Result<bool, StoreError> {
        let range = Range {
            prefix,
            after: None,
            limit: 1,
        };
        let found = self.entries::<R>(index, range, None).await?;
        Ok(!found.is_empty())
    }

    /// How many entries start with a prefix.
    pub async fn count<R: Record>(&mut self, index: &'static Index, prefix: &Key) -> Result<u64, StoreError> {
        self.note_read(R::KIND, prefix);
        self.rows.count(R::KIND, index, prefix).await
    }

    /// A page of the audit, the newest first: see [`Rows::audited`].
    pub async fn audited(&mut self, range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
        self.rows.audited(range).await
    }

    /// Erases the personal values of records of the audit: see [`Rows::erase_audited`].
    pub async fn erase_audited(&mut self, numbers: &[u64]) -> Result<(), StoreError> {
        self.rows.erase_audited(numbers).await
    }

    /// Removes the records at the beginning of a chain: see [`Rows::remove_audited`].
    pub async fn remove_audited(&mut self, chain: &str, after: u64, until: u64) -> Result<(), StoreError> {
        self.rows.remove_audited(chain, after, until).await
    }

    /// Adds a record.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<(), WriteError> {
        self.kept.clear();
        let (key, state) = (record.key(), state(record)?);
        let changes = changes(R::KIND, &key, None, Some(&state))?;
        self.subjects_written.extend(Subject::of(R::KIND, &key));
        self.rows
            .insert(R::KIND, &key, &state.into_json(), &record.entries())
            .await?;
        self.changes.extend(changes);
        self.note(R::KIND, &key, Write::Insert);
        Ok(())
    }

    /// Replaces the old state of a record by a new one. Both have the same key. Members of the stored record that this version does
    /// not know stay.
    pub async fn update<R: Record>(&mut self, old: &R, new: &R) -> Result<(), WriteError> {
        self.kept.clear();
        let (before, after) = (state(old)?, state(new)?);
        let key = old.key();
        let changes = changes(R::KIND, &key, Some(&before), Some(&after))?;
        self.subjects_written.extend(Subject::of(R::KIND, &key));
        let entries = old.changed_entries(new);
        let stored = self.rows.get(R::KIND, &key).await?;
        let stored = stored.ok_or_else(|| StoreError::no_such(R::KIND.name))?;
        let body = unknown_members::keep(&stored, before.json(), after.into_json()).map_err(engine_error)?;
        let body = Body::from(body);
        self.rows
            .update(R::KIND, &key, &body, &entries.removed, &entries.added)
            .await?;
        self.changes.extend(changes);
        self.note(R::KIND, &key, Write::Update);
        Ok(())
    }

    /// Removes a record.
    pub async fn delete<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        self.kept.clear();
        let key = record.key();
        let changes = changes(R::KIND, &key, Some(&state(record)?), None)?;
        self.subjects_written.extend(Subject::of(R::KIND, &key));
        self.rows.delete(R::KIND, &key, &record.entries()).await?;
        self.changes.extend(changes);
        self.note(R::KIND, &key, Write::Delete);
        Ok(())
    }

    /// Removes a record of an owner that was deleted. The audit has recorded the deletion of the owner, and does not record
    /// this.
    pub async fn discard<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        self.kept.clear();
        let key = record.key();
        self.subjects_written.extend(Subject::of(R::KIND, &key));
        self.rows.delete(R::KIND, &key, &record.entries()).await
    }

    /// Removes some of what an owner had that was deleted: see [`Rows::delete_some`]. The audit has recorded the deletion of the
    /// owner, and records none of these.
    pub async fn delete_some(
        &mut self,
        kind: &'static Kind,
        index: Option<&'static Index>,
        range: Range<'_>,
    ) -> Result<Option<Key>, StoreError> {
        self.kept.clear();
        self.subjects_written.extend(Subject::of(kind, range.prefix));
        self.rows.delete_some(kind, index, range).await
    }
}

fn state<R: Record>(record: &R) -> Result<State, StoreError> {
    State::of(record).map_err(engine_error)
}

fn changes(
    kind: &Kind,
    key: &Key,
    before: Option<&State>,
    after: Option<&State>,
) -> Result<Vec<Change>, StoreError> {
    audit::changes(kind, key, before, after).map_err(engine_error)
}

#[expect(clippy::needless_pass_by_value, reason = "a function for map_err")]
fn engine_error(error: serde_json::Error) -> StoreError {
    StoreError::Engine(error.to_string())
}
