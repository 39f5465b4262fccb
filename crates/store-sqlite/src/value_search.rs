//! Searches for entries by what their values contain.

use memchr::memmem::Finder;
use roster_domain::Key;
use roster_store::{EntryOfRow, Range};
use rusqlite::{Connection, OptionalExtension, Result};
use std::sync::Arc;

use crate::packed_values::{PackedValues, Packer, value};
use crate::row_cache::RowCache;
use crate::schema::IndexTable;
use crate::sql::query;
use crate::value_cache::{CAPACITY_BYTES, Places, RangeId, Version};

/// No limit, in SQLite's words.
const NO_LIMIT: i64 = -1;

/// A search in the snapshot of a reader.
pub(crate) struct ValueSearch<'s> {
    pub(crate) connection: &'s Connection,
    pub(crate) cache: &'s RowCache,
    /// The version of the packed values before the snapshot was taken.
    pub(crate) version: Version,
    pub(crate) table: &'static IndexTable,
    pub(crate) range: Range<'s>,
    pub(crate) bytes: &'s [u8],
}

/// Asks for the values of a range to be packed by the next search in it.
pub(crate) fn want(cache: &RowCache, range: RangeId<'_>) {
    let is_known = cache.pending().values.has(range);
    if !is_known {
        cache.pending_mut().want_values(range);
    }
}

impl ValueSearch<'_> {
    /// The entries whose values contain the bytes, in order; none if the values are not packed, and cannot be now.
    pub(crate) fn entries(&self) -> Result<Option<Vec<EntryOfRow>>> {
        if self.bytes.is_empty() || self.range.after.is_some() {
            return Ok(None);
        }
        let finder = Finder::new(self.bytes);
        let packed = self
            .cache
            .pending()
            .values
            .places(self.version, self.id(), &finder);
        let places = match packed {
            Some(places) => Some(places),
            None => self.pack()?.map(|values| Places {
                values,
                added: Vec::new(),
            }),
        };
        places.map(|places| self.read(&places, &finder)).transpose()
    }

    fn id(&self) -> RangeId<'_> {
        RangeId {
            table: &self.table.name,
            prefix: self.range.prefix.as_bytes(),
        }
    }

    /// Packs the values of the snapshot, if they are wanted and not too many.
    fn pack(&self) -> Result<Option<Arc<PackedValues>>> {
        let begun = self
            .cache
            .pending_mut()
            .values
            .begin_packing(self.version, self.id());
        let Some(number) = begun else {
            return Ok(None);
        };
        let attempt = Attempt { search: self, number };
        let mut packer = Packer::new();
        self.each_entry(
            self.range.prefix,
            &self.range.prefix.end_of_prefix(),
            |rest, _| {
                packer.add(rest);
                Ok(packer.bytes() <= CAPACITY_BYTES)
            },
        )?;
        let values = (packer.bytes() <= CAPACITY_BYTES).then(|| Arc::new(packer.finish()));
        attempt.finish(values.clone());
        Ok(values)
    }

    fn read(&self, places: &Places, finder: &Finder<'_>) -> Result<Vec<EntryOfRow>> {
        let Range { prefix, limit, .. } = self.range;
        let below = |rest: &[u8]| Key::from_bytes([prefix.as_bytes(), rest].concat());
        let mut found = Vec::new();
        for block in places.values.blocks_with(finder) {
            let (first, next) = places.values.bounds(block);
            let end = next.map_or_else(|| prefix.end_of_prefix(), below);
            self.each_entry(&below(first), &end, |rest, row| {
                if finder.find(value(rest)).is_some() {
                    let (entry, key) = (below(rest), Key::from_bytes(row.get(1)?));
                    found.push(EntryOfRow { entry, key });
                }
                Ok(true)
            })?;
            if found.len() >= limit {
                break;
            }
        }
        let last = (found.len() >= limit)
            .then(|| found.last().map(|last| last.entry.clone()))
            .flatten();
        for rest in &places.added {
            let entry = below(rest);
            if last.as_ref().is_none_or(|last| entry < *last) {
                found.extend(self.entry(entry)?);
            }
        }
        found.sort_unstable_by(|one, other| one.entry.cmp(&other.entry));
        // What was removed and added again is in a block, too.
        found.dedup();
        found.truncate(limit);
        Ok(found)
    }

    /// An entry that may be gone.
    fn entry(&self, entry: Key) -> Result<Option<EntryOfRow>> {
        let key = query(self.connection, &self.table.key, |statement| {
            statement
                .query_one([entry.as_bytes()], |row| row.get(0))
                .optional()
        })?;
        Ok(key.map(|key| EntryOfRow {
            entry,
            key: Key::from_bytes(key),
        }))
    }

    /// Looks at the entries between two keys, and what they have behind the prefix, until there are no more or the function
    /// returns false.
    fn each_entry(
        &self,
        start: &Key,
        end: &Key,
        mut look: impl FnMut(&[u8], &rusqlite::Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        let length = self.range.prefix.as_bytes().len();
        query(self.connection, &self.table.entries, |statement| {
            let mut rows = statement.query((start.as_bytes(), end.as_bytes(), NO_LIMIT))?;
            while let Some(row) = rows.next()? {
                let entry = row.get_ref(0)?.as_blob()?;
                if !look(entry.get(length..).unwrap_or_default(), row)? {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// An attempt to pack values, which others do not repeat while it lasts.
struct Attempt<'a> {
    search: &'a ValueSearch<'a>,
    number: Version,
}

impl Attempt<'_> {
    fn finish(&self, values: Option<Arc<PackedValues>>) {
        let mut pending = self.search.cache.pending_mut();
        pending
            .values
            .finish_packing(self.number, self.search.id(), values);
    }
}

impl Drop for Attempt<'_> {
    /// After an error, the next search asks for it again.
    fn drop(&mut self) {
        let mut pending = self.search.cache.pending_mut();
        pending.values.stop_packing(self.number, self.search.id());
    }
}
