//! The bodies of rows that somebody asked for, as the last commit that is on disk left them.
//!
//! A [`Moment`] is the time between two such commits. Whoever looks names the moment they look at, and
//! is given nothing as soon as it is over: so all that one piece of work is given is of one moment, as
//! if it had read from one snapshot.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};
use roster_domain::{Key, Kind};
use roster_store::{Body, Cache as CacheFigures};

/// How much memory the bodies may take, with their records and what is around them.
const CAPACITY_BYTES: u64 = 64 << 20;
/// About how many rows that is.
const ROWS: usize = 40_000;
/// What a row takes besides its key, its body and its record, measured.
const OVERHEAD_BYTES: usize = 200;
/// What the record takes that a body may have been read as, in bodies: it has no names of members, but
/// room for all that is not there.
const BODIES_PER_RECORD: usize = 2;

/// The bodies, for all threads.
pub(crate) struct Bodies {
    known: Cache<Place, Body, Size>,
    /// Even in a moment, odd while the bodies change.
    clock: AtomicU64,
    /// As long as this is locked, no commit and no moment begins.
    pending: RwLock<Pending>,
}

/// The commits that are not yet on disk. Readers of the database may see them.
#[derive(Default)]
struct Pending {
    /// Their numbers and what they have written, the oldest first.
    commits: VecDeque<(u64, Written)>,
    /// How many commits there have ever been, which is the number of the last.
    announced: u64,
}

/// How far commits have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The number of the last commit that a reader of the database may have seen.
    pub(crate) announced: u64,
    /// The number up to which none need be waited for: they are on disk, or have failed.
    pub(crate) settled: u64,
}

/// The time between two commits that are on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(u64);

/// What the clock shows when there will be no more moments.
const NEVER: u64 = u64::MAX;

impl Bodies {
    pub(crate) fn new() -> Self {
        Self::with_capacity(CAPACITY_BYTES)
    }

    pub(crate) fn with_capacity(bytes: u64) -> Self {
        let options = OptionsBuilder::new()
            .estimated_items_capacity(ROWS)
            .weight_capacity(bytes)
            .build()
            .expect("both capacities are given");
        let hasher = DefaultHashBuilder::default();
        Self {
            known: Cache::with_options(options, Size, hasher, DefaultLifecycle::default()),
            clock: AtomicU64::new(0),
            pending: RwLock::default(),
        }
    }

    /// The moment that it is; none while the bodies change.
    pub(crate) fn moment(&self) -> Option<Moment> {
        let now = self.clock.load(Ordering::SeqCst);
        now.is_multiple_of(2).then_some(Moment(now))
    }

    /// The body of a row at a moment, if it is known and the moment is not over.
    pub(crate) fn get(&self, moment: Moment, kind: &Kind, key: &Key) -> Option<Body> {
        let body = self.known.get(&Sought { kind: kind.name, key });
        // Only now: what was found may be of the next moment.
        body.filter(|_| self.is_now(moment))
    }

    /// The body of a row after the last commit, on disk or not, if it is known. For the writer: nobody
    /// else can be sure that there is no later one.
    pub(crate) fn latest(&self, kind: &Kind, key: &Key) -> Option<Body> {
        let pending = self.pending();
        if pending.contains(kind, key) {
            return None;
        }
        self.known.get(&Sought { kind: kind.name, key })
    }

    /// Adds the body of a row, which was read in a snapshot taken in this moment or after it. It is
    /// kept if the moment is not over, and no commit that the snapshot may show has written the row.
    pub(crate) fn add(&self, moment: Moment, kind: &Kind, key: &Key, body: &Body) {
        let pending = self.pending();
        if self.is_now(moment) && !pending.contains(kind, key) {
            let (kind, key) = (kind.name, key.clone());
            self.known.insert(Place { kind, key }, body.clone());
        }
    }

    /// How far commits have come.
    pub(crate) fn progress(&self) -> Progress {
        let Pending { commits, announced } = &*self.pending();
        Progress {
            announced: *announced,
            settled: commits.front().map_or(*announced, |(oldest, _)| oldest - 1),
        }
    }

    /// How useful they are. What the writer asks for counts as well.
    pub(crate) fn figures(&self) -> CacheFigures {
        CacheFigures {
            hits: self.known.hits(),
            misses: self.known.misses(),
            rows: self.known.len() as u64,
            bytes: self.known.weight(),
        }
    }

    /// Hears what a commit that is about to begin has written.
    pub(crate) fn announce(&self, written: Written) {
        let mut pending = self.pending_mut();
        pending.announced += 1;
        let number = pending.announced;
        pending.commits.push_back((number, written));
    }

    /// Hears that the commit announced last has failed. Nobody knows what it has done, and so nothing
    /// is known any more.
    pub(crate) fn withdraw(&self) {
        let mut pending = self.pending_mut();
        drop(pending.commits.pop_back());
        self.change(|| self.known.clear());
    }

    /// Hears that the oldest commit announced is on disk, and lets the next moment begin.
    pub(crate) fn publish(&self) {
        let mut pending = self.pending_mut();
        if let Some((_, written)) = pending.commits.pop_front() {
            self.change(|| self.take_over(written));
        }
    }

    /// Lets no moment begin any more, and forgets everything.
    pub(crate) fn close(&self) {
        let _pending = self.pending_mut();
        self.clock.store(NEVER, Ordering::SeqCst);
        self.known.clear();
    }

    fn take_over(&self, written: Written) {
        if written.ranges {
            self.known.clear();
        }
        for (kind, rows) in written.rows {
            for (key, write) in rows {
                let place = Place { kind, key };
                match write.body {
                    Some(body) => self.known.insert(place, body),
                    None => drop(self.known.remove(&place)),
                }
            }
        }
    }

    /// Changes bodies between two moments. Whoever calls has locked `pending`.
    fn change(&self, change: impl FnOnce()) {
        let now = self.clock.load(Ordering::SeqCst);
        if now != NEVER {
            self.clock.store(now + 1, Ordering::SeqCst);
            change();
            self.clock.store(now + 2, Ordering::SeqCst);
        }
    }

    fn is_now(&self, moment: Moment) -> bool {
        self.clock.load(Ordering::SeqCst) == moment.0
    }

    fn pending(&self) -> RwLockReadGuard<'_, Pending> {
        self.pending.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn pending_mut(&self) -> RwLockWriteGuard<'_, Pending> {
        self.pending.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pending {
    fn contains(&self, kind: &Kind, key: &Key) -> bool {
        let mut commits = self.commits.iter();
        commits.any(|(_, written)| written.contains(kind, key))
    }
}

/// What was written since the last commit.
#[derive(Default)]
pub(crate) struct Written {
    rows: Writes,
    /// What the database is still to hear of: new bodies of rows that are there.
    held: Writes,
    /// Whether more rows were removed than are listed.
    ranges: bool,
    /// How many pieces of work there were.
    works: u64,
}

/// By kind and key.
type Writes = HashMap<&'static str, HashMap<Key, Write>>;

struct Write {
    /// None if the row is gone, or if it is not worth knowing or not known what it says.
    body: Option<Body>,
    work: u64,
}

impl Written {
    /// Notes that a row has this body now; none if it is gone, or need not be known.
    pub(crate) fn note(&mut self, kind: &Kind, key: &Key, body: Option<&Body>) {
        let write = Write {
            body: body.cloned(),
            work: self.works,
        };
        self.rows.entry(kind.name).or_default().insert(key.clone(), write);
    }

    /// Holds back the body of a row that is there: it counts from now on, and is put into the database
    /// later.
    pub(crate) fn hold(&mut self, kind: &Kind, key: Key, body: Body) {
        let write = Write {
            body: Some(body),
            work: self.works,
        };
        self.held.entry(kind.name).or_default().insert(key, write);
    }

    /// The body of a row, if it is held back.
    pub(crate) fn held(&self, kind: &Kind, key: &Key) -> Option<&Body> {
        self.held.get(kind.name)?.get(key)?.body.as_ref()
    }

    /// Puts what is held back into the database, kind by kind.
    pub(crate) fn settle<E>(
        &mut self,
        mut put: impl FnMut(&'static str, &mut dyn Iterator<Item = (&Key, &[u8])>) -> Result<(), E>,
    ) -> Result<(), E> {
        for (kind, held) in &self.held {
            let mut rows = held
                .iter()
                .filter_map(|(key, write)| Some((key, write.body.as_deref()?)));
            put(kind, &mut rows)?;
        }
        for (kind, held) in self.held.drain() {
            self.rows.entry(kind).or_default().extend(held);
        }
        Ok(())
    }

    /// Notes that many rows are gone, perhaps some that were written before.
    pub(crate) fn note_range(&mut self) {
        self.ranges = true;
        for write in self.rows.values_mut().flat_map(HashMap::values_mut) {
            write.body = None;
        }
    }

    /// Whether a row may have been written.
    pub(crate) fn contains(&self, kind: &Kind, key: &Key) -> bool {
        let has = |writes: &Writes| writes.get(kind.name).is_some_and(|rows| rows.contains_key(key));
        self.ranges || has(&self.rows) || has(&self.held)
    }

    /// What comes is of the next piece of work.
    pub(crate) fn next_work(&mut self) {
        self.works += 1;
    }

    /// The work was undone. Of what it wrote, nothing is known any more; of what it held back, nothing
    /// was heard here.
    pub(crate) fn undo_work(&mut self) {
        let rows = self.rows.values_mut().flat_map(HashMap::values_mut);
        for write in rows.filter(|write| write.work == self.works) {
            write.body = None;
        }
    }

    /// Whether no row was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.held.is_empty() && !self.ranges
    }
}

/// Where a row is kept.
#[derive(PartialEq, Eq, Hash)]
struct Place {
    kind: &'static str,
    key: Key,
}

/// A place to look at.
#[derive(Hash)]
struct Sought<'k> {
    kind: &'static str,
    key: &'k Key,
}

impl Equivalent<Place> for Sought<'_> {
    fn equivalent(&self, place: &Place) -> bool {
        self.kind == place.kind && *self.key == place.key
    }
}

/// How much memory a row takes.
#[derive(Clone)]
struct Size;

impl Weighter<Place, Body> for Size {
    fn weight(&self, place: &Place, body: &Body) -> u64 {
        (place.key.as_bytes().len() + body.len() * (1 + BODIES_PER_RECORD) + OVERHEAD_BYTES) as u64
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::Record;
    use roster_domain::records::{PasswordHash, User};

    use super::*;

    const KIND: &Kind = User::KIND;

    fn said(body: &[u8]) -> Body {
        Body::from(body.to_vec())
    }

    fn ana() -> Key {
        Key::new().text("ana")
    }

    /// Bodies of which Ana's says this.
    fn knowing(body: &[u8]) -> Bodies {
        let bodies = Bodies::new();
        bodies.add(bodies.moment().unwrap(), KIND, &ana(), &said(body));
        bodies
    }

    fn get(bodies: &Bodies) -> Option<Vec<u8>> {
        let body = bodies.get(bodies.moment()?, KIND, &ana());
        body.map(|body| body.to_vec())
    }

    fn progress(bodies: &Bodies) -> (u64, u64) {
        let Progress { announced, settled } = bodies.progress();
        (announced, settled)
    }

    fn announce(bodies: &Bodies, note: impl FnOnce(&mut Written)) {
        let mut written = Written::default();
        note(&mut written);
        bodies.announce(written);
    }

    fn commit(bodies: &Bodies, note: impl FnOnce(&mut Written)) {
        announce(bodies, note);
        bodies.publish();
    }

    #[test]
    fn a_row_is_known_by_kind_and_key() {
        let bodies = knowing(b"1");
        assert_eq!(get(&bodies), Some(b"1".to_vec()));
        let moment = bodies.moment().unwrap();
        assert!(bodies.get(moment, PasswordHash::KIND, &ana()).is_none());
        assert!(bodies.get(moment, KIND, &ana().text("")).is_none());
    }

    #[test]
    fn what_was_read_in_a_moment_that_is_over_is_not_added() {
        let bodies = Bodies::new();
        let before = bodies.moment().unwrap();
        commit(&bodies, |written| written.note(KIND, &Key::new(), None));
        bodies.add(before, KIND, &ana(), &said(b"1"));
        assert_eq!(get(&bodies), None);
    }

    #[test]
    fn in_a_moment_that_is_over_nothing_is_known() {
        let bodies = knowing(b"1");
        let before = bodies.moment().unwrap();
        commit(&bodies, |written| written.note(KIND, &Key::new(), None));
        assert!(bodies.get(before, KIND, &ana()).is_none());
        assert_eq!(get(&bodies), Some(b"1".to_vec()));
    }

    #[test]
    fn until_a_commit_is_on_disk_its_rows_are_what_they_were() {
        let bodies = knowing(b"1");
        announce(&bodies, |written| written.note(KIND, &ana(), Some(&said(b"2"))));
        assert_eq!(get(&bodies), Some(b"1".to_vec()));
        assert!(bodies.latest(KIND, &ana()).is_none());
        assert_eq!(progress(&bodies), (1, 0));
        bodies.publish();
        assert_eq!(get(&bodies), Some(b"2".to_vec()));
        assert_eq!(bodies.latest(KIND, &ana()).as_deref(), Some(&b"2"[..]));
        assert_eq!(progress(&bodies), (1, 1));
    }

    #[test]
    fn a_commit_that_failed_settles_none_before_it() {
        let bodies = Bodies::new();
        announce(&bodies, |written| written.note(KIND, &ana(), Some(&said(b"1"))));
        announce(&bodies, |written| written.note(KIND, &ana(), Some(&said(b"2"))));
        bodies.withdraw();
        assert_eq!(progress(&bodies), (2, 0));
        announce(&bodies, |written| written.note(KIND, &ana(), Some(&said(b"3"))));
        assert_eq!(progress(&bodies), (3, 0));
        bodies.publish();
        assert_eq!(progress(&bodies), (3, 2));
        bodies.publish();
        assert_eq!(progress(&bodies), (3, 3));
    }

    #[test]
    fn a_row_that_a_commit_writes_is_not_added_until_it_is_on_disk() {
        let bodies = Bodies::new();
        announce(&bodies, |written| written.note(KIND, &ana(), None));
        let moment = bodies.moment().unwrap();
        bodies.add(moment, KIND, &ana(), &said(b"2"));
        bodies.add(moment, KIND, &ana().text(""), &said(b"2"));
        assert_eq!(get(&bodies), None);
        assert!(bodies.get(moment, KIND, &ana().text("")).is_some());
    }

    #[test]
    fn after_a_commit_that_failed_nothing_is_known() {
        let bodies = knowing(b"1");
        announce(&bodies, |written| {
            written.note(KIND, &Key::new(), Some(&said(b"2")));
        });
        bodies.withdraw();
        assert_eq!(get(&bodies), None);
        assert_eq!(progress(&bodies), (1, 1));
    }

    #[test]
    fn of_what_was_undone_nothing_is_known() {
        let bodies = knowing(b"1");
        commit(&bodies, |written| {
            written.note(KIND, &ana(), Some(&said(b"2")));
            written.next_work();
            written.note(KIND, &ana(), Some(&said(b"3")));
            written.undo_work();
        });
        assert_eq!(get(&bodies), None);
    }

    #[test]
    fn of_what_went_with_a_range_nothing_is_known() {
        let bodies = knowing(b"1");
        commit(&bodies, |written| {
            written.note(KIND, &ana(), Some(&said(b"2")));
            written.note_range();
        });
        assert_eq!(get(&bodies), None);
    }

    #[test]
    fn after_the_end_nothing_is_known() {
        let bodies = knowing(b"1");
        let before = bodies.moment().unwrap();
        bodies.close();
        commit(&bodies, |written| written.note(KIND, &ana(), Some(&said(b"2"))));
        bodies.add(before, KIND, &ana(), &said(b"1"));
        assert_eq!(bodies.moment(), None);
        assert!(bodies.get(before, KIND, &ana()).is_none());
    }

    #[test]
    fn the_bodies_take_no_more_room_than_they_may() {
        let bodies = Bodies::with_capacity(100_000);
        let moment = bodies.moment().unwrap();
        for number in 0..1_000 {
            let key = Key::new().text(&format!("{number}"));
            bodies.add(moment, KIND, &key, &said(&[0; 500]));
        }
        assert!(bodies.known.weight() <= 100_000 && bodies.known.len() > 50);
    }
}
