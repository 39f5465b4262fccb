//! The ranges of indexes whose values are packed in memory.
//!
//! A range has the value of every entry that a snapshot can show: those of the snapshot that it was packed from, and those
//! that commits have added since the range was wanted. A commit adds its entries before it begins, so no
//! snapshot has an entry that is missing here. What was removed stays until the range is packed anew. So a search reads
//! from its own snapshot the entries where a value matches, and finds just what a search through all entries would.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memmem::Finder;

use crate::packed_values::{PackedValues, value};

/// How much memory all ranges may take.
pub(crate) const CAPACITY_BYTES: usize = 256 << 20;
/// How many ranges there may be.
const RANGES: usize = 64;
/// How much may be added to a range before it is packed anew: so much, or this part of its bytes.
const ADDED_BYTES: usize = 512 << 10;
const ADDED_PART: usize = 16;

/// A range: the entries of an index that start with a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RangeId<'r> {
    /// The table of the index.
    pub(crate) table: &'static str,
    pub(crate) prefix: &'r [u8],
}

/// The state of the packed ranges; it grows by one with each range that is wanted or packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u64);

/// The ranges.
#[derive(Default)]
pub(crate) struct ValueCache {
    ranges: Vec<PackedRange>,
    pub(crate) version: Version,
    /// How often a range was searched.
    searches: AtomicU64,
}

struct PackedRange {
    table: &'static str,
    prefix: Vec<u8>,
    state: State,
    /// The version of this state. A snapshot that was taken at this version or later can use it.
    since: Version,
    /// What the entries have behind the prefix that were added since the range was wanted.
    added: Vec<Box<[u8]>>,
    added_bytes: usize,
    /// The number of the last search.
    last_search: AtomicU64,
}

enum State {
    /// A snapshot of this version or later is to be packed.
    Wanted,
    /// One is being packed.
    Packing,
    Packed(Arc<PackedValues>),
    /// They take more memory than there may be.
    TooLarge,
}

/// Where entries may be whose values contain some bytes.
pub(crate) struct Places {
    pub(crate) values: Arc<PackedValues>,
    /// What matching entries have behind the prefix that may be in no block.
    pub(crate) added: Vec<Box<[u8]>>,
}

impl ValueCache {
    /// Asks for a range to be packed. The entries are those that pending commits have added.
    pub(crate) fn want<'e>(
        &mut self,
        range: RangeId<'_>,
        pending: impl Iterator<Item = (&'static str, &'e [u8])>,
    ) {
        if self.find(range).is_some() {
            return;
        }
        if self.ranges.len() == RANGES {
            self.remove_oldest();
        }
        self.version.0 += 1;
        let mut wanted = PackedRange {
            table: range.table,
            prefix: range.prefix.to_vec(),
            state: State::Wanted,
            since: self.version,
            added: Vec::new(),
            added_bytes: 0,
            last_search: AtomicU64::new(self.next_search()),
        };
        for (table, entry) in pending {
            wanted.add(table, entry);
        }
        self.ranges.push(wanted);
    }

    /// Whether a range is packed, or will be.
    pub(crate) fn has(&self, range: RangeId<'_>) -> bool {
        self.find(range).is_some()
    }

    /// Whether a range is packed.
    #[cfg(test)]
    pub(crate) fn is_packed(&self, range: RangeId<'_>) -> bool {
        self.find(range)
            .is_some_and(|found| matches!(found.state, State::Packed(_)))
    }

    /// Where entries with some bytes may be in a snapshot that was taken at a version or later; none if the range is not packed for it.
    pub(crate) fn places(&self, at: Version, range: RangeId<'_>, bytes: &Finder<'_>) -> Option<Places> {
        let found = self.find(range).filter(|found| found.since <= at)?;
        let State::Packed(values) = &found.state else {
            return None;
        };
        found.last_search.store(self.next_search(), Ordering::Relaxed);
        let added = found.added.iter();
        Some(Places {
            values: Arc::clone(values),
            added: added
                .filter(|rest| bytes.find(value(rest)).is_some())
                .cloned()
                .collect(),
        })
    }

    /// Begins to pack a range, from a snapshot that was taken at a version or later; returns the number of the attempt. None if
    /// the range is not wanted.
    pub(crate) fn begin_packing(&mut self, at: Version, range: RangeId<'_>) -> Option<Version> {
        let found = self.find_mut(range).filter(|found| found.since <= at)?;
        matches!(found.state, State::Wanted).then(|| {
            found.state = State::Packing;
            found.since
        })
    }

    /// Keeps the values that an attempt has packed; none if there are too many.
    pub(crate) fn finish_packing(
        &mut self,
        attempt: Version,
        range: RangeId<'_>,
        values: Option<Arc<PackedValues>>,
    ) {
        let version = Version(self.version.0 + 1);
        let Some(found) = self.find_attempt(attempt, range) else {
            return;
        };
        found.since = version;
        found.state = values.map_or(State::TooLarge, State::Packed);
        if matches!(found.state, State::TooLarge) {
            found.added = Vec::new();
            found.added_bytes = 0;
        }
        self.version = version;
        while self.bytes() > CAPACITY_BYTES {
            self.remove_oldest();
        }
    }

    /// Forgets a range that an attempt has failed to pack.
    pub(crate) fn stop_packing(&mut self, attempt: Version, range: RangeId<'_>) {
        if self.find_attempt(attempt, range).is_some() {
            self.ranges.retain(|other| other.id() != range);
        }
    }

    /// Adds the entries of a commit that is about to begin.
    pub(crate) fn add<'e>(&mut self, entries: impl Iterator<Item = (&'static str, &'e [u8])>) {
        for (table, entry) in entries {
            for range in &mut self.ranges {
                range.add(table, entry);
            }
        }
        // The next search asks for them again.
        self.ranges.retain(|range| !range.is_outgrown());
    }

    fn find(&self, id: RangeId<'_>) -> Option<&PackedRange> {
        self.ranges.iter().find(|range| range.id() == id)
    }

    fn find_mut(&mut self, id: RangeId<'_>) -> Option<&mut PackedRange> {
        self.ranges.iter_mut().find(|range| range.id() == id)
    }

    /// The range that an attempt packs, if nothing has come in between.
    fn find_attempt(&mut self, attempt: Version, id: RangeId<'_>) -> Option<&mut PackedRange> {
        self.find_mut(id).filter(|range| range.since == attempt)
    }

    fn next_search(&self) -> u64 {
        self.searches.fetch_add(1, Ordering::Relaxed)
    }

    fn bytes(&self) -> usize {
        self.ranges.iter().map(PackedRange::bytes).sum()
    }

    /// Removes the range that was not searched for the longest time.
    fn remove_oldest(&mut self) {
        let ranges = self.ranges.iter().enumerate();
        let oldest = ranges.min_by_key(|(_, range)| range.last_search.load(Ordering::Relaxed));
        if let Some((place, _)) = oldest {
            self.ranges.swap_remove(place);
        }
    }
}

impl PackedRange {
    fn id(&self) -> RangeId<'_> {
        RangeId {
            table: self.table,
            prefix: &self.prefix,
        }
    }

    fn add(&mut self, table: &str, entry: &[u8]) {
        if self.table == table
            && let Some(rest) = entry.strip_prefix(&self.prefix[..])
            && !matches!(self.state, State::TooLarge)
        {
            self.added_bytes += rest.len() + size_of::<Box<[u8]>>();
            self.added.push(rest.into());
        }
    }

    /// Whether packing it anew is better than looking through what was added.
    fn is_outgrown(&self) -> bool {
        self.added_bytes > ADDED_BYTES.max(self.packed_bytes() / ADDED_PART)
    }

    fn bytes(&self) -> usize {
        self.packed_bytes() + self.added_bytes
    }

    fn packed_bytes(&self) -> usize {
        match &self.state {
            State::Packed(values) => values.bytes,
            State::Wanted | State::Packing | State::TooLarge => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed_values::Packer;

    const TABLE: &str = "user_by_username";

    fn range(prefix: &[u8]) -> RangeId<'_> {
        RangeId { table: TABLE, prefix }
    }

    fn packed(values: &[&[u8]]) -> Arc<PackedValues> {
        let mut packer = Packer::new();
        for value in values {
            packer.add(value);
        }
        Arc::new(packer.finish())
    }

    fn places(cache: &ValueCache, at: Version, prefix: &[u8]) -> Option<Places> {
        cache.places(at, range(prefix), &Finder::new("an"))
    }

    #[test]
    fn a_snapshot_from_before_a_range_was_wanted_is_not_packed() {
        let mut cache = ValueCache::default();
        let before = cache.version;
        cache.want(range(b"a"), std::iter::empty());
        assert_eq!(cache.begin_packing(before, range(b"a")), None);
        assert!(cache.begin_packing(cache.version, range(b"a")).is_some());
    }

    #[test]
    fn a_snapshot_from_before_a_range_was_packed_does_not_use_it() {
        let mut cache = ValueCache::default();
        cache.want(range(b"a"), std::iter::empty());
        let before = cache.version;
        let attempt = cache.begin_packing(before, range(b"a")).unwrap();
        cache.finish_packing(attempt, range(b"a"), Some(packed(&[b"\x02ana\0"])));
        assert!(places(&cache, before, b"a").is_none());
        assert!(places(&cache, cache.version, b"a").is_some());
    }

    #[test]
    fn a_range_has_what_pending_commits_have_added() {
        let mut cache = ValueCache::default();
        let pending: [(_, &[u8]); 2] = [(TABLE, b"a\x02dan\0"), ("user_by_term", b"a\x02jan\0")];
        cache.want(range(b"a"), pending.into_iter());
        let attempt = cache.begin_packing(cache.version, range(b"a")).unwrap();
        cache.add([(TABLE, &b"a\x02hanna\0"[..]), (TABLE, b"b\x02anna\0")].into_iter());
        cache.finish_packing(attempt, range(b"a"), Some(packed(&[])));
        let places = places(&cache, cache.version, b"a").unwrap();
        assert_eq!(places.added, [b"\x02dan\0"[..].into(), b"\x02hanna\0"[..].into()]);
    }

    #[test]
    fn a_range_is_packed_by_one_attempt_at_a_time() {
        let mut cache = ValueCache::default();
        cache.want(range(b"a"), std::iter::empty());
        let first = cache.begin_packing(cache.version, range(b"a")).unwrap();
        assert_eq!(cache.begin_packing(cache.version, range(b"a")), None);
        cache.stop_packing(first, range(b"a"));
        cache.want(range(b"a"), std::iter::empty());
        assert!(cache.begin_packing(cache.version, range(b"a")).is_some());
        // Entries that were added in between are missing in the first.
        cache.finish_packing(first, range(b"a"), Some(packed(&[])));
        assert!(!cache.is_packed(range(b"a")));
    }

    #[test]
    fn a_range_that_is_too_large_is_not_tried_again() {
        let mut cache = ValueCache::default();
        cache.want(range(b"a"), std::iter::empty());
        let attempt = cache.begin_packing(cache.version, range(b"a")).unwrap();
        cache.finish_packing(attempt, range(b"a"), None);
        cache.want(range(b"a"), std::iter::empty());
        assert_eq!(cache.begin_packing(cache.version, range(b"a")), None);
        assert!(places(&cache, cache.version, b"a").is_none());
    }

    #[test]
    fn the_range_that_was_not_searched_for_longest_makes_room() {
        let mut cache = ValueCache::default();
        for number in 0..RANGES {
            let prefix = [u8::try_from(number).unwrap()];
            cache.want(range(&prefix), std::iter::empty());
            let attempt = cache.begin_packing(cache.version, range(&prefix)).unwrap();
            cache.finish_packing(attempt, range(&prefix), Some(packed(&[])));
        }
        assert!(places(&cache, cache.version, &[0]).is_some());
        cache.want(range(b"another"), std::iter::empty());
        assert_eq!(
            [[0], [1], [2]].map(|prefix| cache.has(range(&prefix))),
            [true, false, true]
        );
    }
}
