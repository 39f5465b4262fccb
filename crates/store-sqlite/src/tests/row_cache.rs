//! Reads through the row cache see what the database has.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::{slice, thread};

use futures_util::FutureExt;
use proptest::prelude::*;
use roster_domain::records::User;
use roster_domain::{Entry, Key, Record};
use roster_store::{Range, ReadKind, Rows, StoreError, Verdict, WriteError};

use super::task::{
    Outcome, is_there, keep, key, leave_the_thread_of_the_caller, read, shows, store, store_with_cache, wait,
    write,
};
use crate::SqliteStore;
use crate::row_cache::RowCache;

/// Capacities for nothing, for a few rows, and for everything that a test writes.
const CAPACITIES: [u64; 3] = [0, 1_500, 1 << 20];

pub(super) fn body(rows: &mut dyn Rows, key: &Key) -> Option<u32> {
    number(rows.get(User::KIND, key).now_or_never())
}

/// The number in the row with an entry.
pub(super) fn found(rows: &mut dyn Rows, key: &Key) -> Option<u32> {
    number(rows.find(User::KIND, &entry(key)).now_or_never())
}

fn number<B: std::ops::Deref<Target = [u8]>>(body: Option<Result<Option<B>, StoreError>>) -> Option<u32> {
    let body = body.expect("done at once").expect("no failure")?;
    Some(u32::from_le_bytes(body[..4].try_into().expect("a number")))
}

fn entry(key: &Key) -> Entry {
    Entry {
        index: &User::BY_USERNAME,
        key: key.clone(),
    }
}

/// A body with a number, as long as a record.
fn body_of(number: u32) -> Vec<u8> {
    number.to_le_bytes().repeat(50)
}

pub(super) fn update(rows: &mut dyn Rows, key: &Key, number: u32) -> Result<(), StoreError> {
    let body = body_of(number);
    done(
        rows.update(User::KIND, key, &body.into(), &[], &[])
            .now_or_never(),
    )
}

pub(super) fn insert(rows: &mut dyn Rows, key: &Key, number: u32) -> Result<(), StoreError> {
    let body = body_of(number);
    done(rows.insert(User::KIND, key, &body, &[entry(key)]).now_or_never())
}

fn done(written: Option<Result<(), WriteError>>) -> Result<(), StoreError> {
    match written.expect("done at once") {
        Ok(()) => Ok(()),
        Err(WriteError::Store(error)) => Err(error),
        Err(WriteError::Taken(index)) => unreachable!("nothing else has an entry in {index:?}"),
    }
}

#[test]
fn a_row_stays_cached_until_it_is_written() {
    let (store, directory) = store();
    keep(&store, "ana").unwrap();
    assert!(shows(&store, "ana"));

    let other = rusqlite::Connection::open(directory.path().join("roster.db")).unwrap();
    other.execute("DELETE FROM user", []).unwrap();
    assert!(shows(&store, "ana"), "the database was not read");

    let touched = write(&store, |rows| {
        update(rows, &key("ana"), 1).unwrap_err();
        Ok(Verdict::Undo)
    });
    assert!(wait(&touched).is_err());
    assert!(!shows(&store, "ana"), "its body is unknown");
}

#[test]
fn a_row_of_a_failed_commit_is_not_cached() {
    let broken = Arc::new(AtomicBool::new(false));
    let hook = Arc::clone(&broken);
    let (store, _directory) = store_with_cache(RowCache::new(), |connection| {
        connection
            .commit_hook(Some(move || hook.load(Ordering::SeqCst)))
            .unwrap();
    });
    let ana = key("ana");
    let (at, value) = (ana.clone(), ana.clone());
    assert_eq!(
        wait(&write(&store, move |rows| insert(rows, &at, 1).map(|()| Verdict::Keep))),
        Ok(())
    );
    broken.store(true, Ordering::SeqCst);
    let lost = write(&store, move |rows| {
        assert_eq!(body(rows, &value), Some(1));
        update(rows, &value, 2).map(|()| Verdict::Keep)
    });
    assert!(wait(&lost).is_err());
    for _ in 0..2 {
        assert_eq!(look(&store, slice::from_ref(&ana)), [Some(1)]);
    }
}

#[test]
fn a_read_that_panics_on_the_cache_leaves_other_reads_intact() {
    let (store, _directory) = store();
    keep(&store, "ana").unwrap();
    assert!(shows(&store, "ana"));
    let panicked = read(&store, ReadKind::Point, |rows| {
        assert!(!is_there(rows, "ana"), "a failure of the test");
        Ok(Verdict::Keep)
    });
    assert!(wait(&panicked).is_err());
    assert!(shows(&store, "ana"));
}

#[test]
fn a_scan_takes_nothing_of_an_earlier_epoch() {
    let (store, _directory) = store();
    let keys = [key("ana"), key("ben")];
    let both = keys.clone();
    let write_both = |number, put: fn(&mut dyn Rows, &Key, u32) -> Result<(), StoreError>| {
        let both = both.clone();
        let written = write(&store, move |rows| {
            both.iter().try_for_each(|key| put(rows, key, number))?;
            Ok(Verdict::Keep)
        });
        assert_eq!(wait(&written), Ok(()));
    };
    write_both(1, insert);
    assert_eq!(look(&store, &keys), [Some(1); 2]);

    let (begun, started) = mpsc::channel();
    let (opener, gate) = mpsc::channel();
    let scan = read(&store, ReadKind::Scan, move |rows| {
        leave_the_thread_of_the_caller(rows)?;
        let first = body(rows, &keys[0]);
        begun.send(()).unwrap();
        gate.recv().unwrap();
        assert_eq!(body(rows, &keys[1]), first);
        Ok(Verdict::Keep)
    });
    started.recv().unwrap();
    write_both(2, update);
    opener.send(()).unwrap();
    assert_eq!(wait(&scan), Ok(()));
}

/// One writer that always writes two rows together, and many readers: no read sees half of a commit, a state older than the
/// last acknowledged one, or a state older than an earlier read.
#[test]
fn all_reads_are_of_one_epoch_and_none_goes_back() {
    for capacity in CAPACITIES {
        let (store, _directory) = store_with_cache(RowCache::with_capacity(capacity), |_| {});
        let keys = Arc::new([key("ana"), key("ben")]);
        let both = Arc::clone(&keys);
        let inserted = write(&store, move |rows| {
            both.iter().try_for_each(|key| insert(rows, key, 0))?;
            Ok(Verdict::Keep)
        });
        assert_eq!(wait(&inserted), Ok(()));

        let latest = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let ended = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..4)
            .map(|number| {
                let (store, keys) = (store.clone(), Arc::clone(&keys));
                let (latest, ended) = (Arc::clone(&latest), Arc::clone(&ended));
                let look = if number % 2 == 0 { look } else { look_in_both };
                thread::spawn(move || {
                    while !ended.load(Ordering::SeqCst) {
                        let known = latest.load(Ordering::SeqCst);
                        let seen = look(&store, &*keys);
                        assert_eq!(seen[0], seen[1], "half of a commit");
                        let seen = seen[0].expect("it is there");
                        assert!(seen >= known, "{seen} after {known}");
                        latest.fetch_max(seen, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        for number in 1..=1_000 {
            let both = Arc::clone(&keys);
            let updated = write(&store, move |rows| {
                for key in &*both {
                    update(rows, key, number)?;
                    assert_eq!(body(rows, key), Some(number));
                }
                // Every third is undone and must not be visible.
                Ok(if number % 3 == 0 {
                    Verdict::Undo
                } else {
                    Verdict::Keep
                })
            });
            assert_eq!(wait(&updated), Ok(()));
            if number % 3 != 0 {
                latest.fetch_max(number, Ordering::SeqCst);
            }
        }
        ended.store(true, Ordering::SeqCst);
        for reader in readers {
            reader.join().unwrap();
        }
    }
}

/// The numbers in some rows, in one read.
fn look(store: &SqliteStore, keys: &[Key]) -> Vec<Option<u32>> {
    let (keys, (sender, seen)) = (keys.to_vec(), mpsc::channel());
    let outcome = read(store, ReadKind::Point, move |rows| {
        let bodies: Vec<_> = keys.iter().map(|key| body(rows, key)).collect();
        sender.send(bodies).expect("the test waits");
        Ok(Verdict::Keep)
    });
    assert_eq!(wait(&outcome), Ok(()));
    seen.recv().expect("an answer")
}

/// The numbers in two rows, in one read: the first row may be cached, and the second is read from the database.
fn look_in_both(store: &SqliteStore, keys: &[Key]) -> Vec<Option<u32>> {
    let (keys, (sender, seen)) = (keys.to_vec(), mpsc::channel());
    let outcome = read(store, ReadKind::Scan, move |rows| {
        let numbers = vec![body(rows, &keys[0]), found(rows, &keys[1])];
        sender.send(numbers).expect("the test waits");
        Ok(Verdict::Keep)
    });
    assert_eq!(wait(&outcome), Ok(()));
    seen.recv().expect("an answer")
}

/// A step of work on one of a few rows.
#[derive(Clone, Copy, Debug)]
enum Step {
    Get(u8),
    Find(u8),
    Insert(u8, u32),
    /// A read and an update, as handlers do it.
    Update(u8, u32),
    Overwrite(u8, u32),
    Delete(u8),
    DeleteAll,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Keep,
    Undo,
    Fail,
}

type Model = BTreeMap<Key, u32>;

#[derive(Debug)]
struct Impossible;

fn place(row: u8) -> Key {
    key(&row.to_string())
}

impl Step {
    /// Runs the step; returns what it saw.
    fn take(self, rows: &mut dyn Rows) -> Result<Option<u32>, StoreError> {
        match self {
            Self::Get(row) => return Ok(body(rows, &place(row))),
            Self::Find(row) => return Ok(found(rows, &place(row))),
            Self::Insert(row, number) => insert(rows, &place(row), number)?,
            Self::Update(row, number) => {
                body(rows, &place(row));
                update(rows, &place(row), number)?;
            }
            Self::Overwrite(row, number) => update(rows, &place(row), number)?,
            Self::Delete(row) => {
                let place = place(row);
                let entries = [entry(&place)];
                let deleted = rows.delete(User::KIND, &place, &entries).now_or_never();
                deleted.expect("done at once")?;
            }
            Self::DeleteAll => {
                let owner = Key::new().text("acme");
                for index in [Some(&User::BY_USERNAME), None] {
                    let range = Range {
                        prefix: &owner,
                        after: None,
                        limit: 100,
                    };
                    let deleted = rows.delete_some(User::KIND, index, range).now_or_never();
                    assert_eq!(deleted.expect("done at once")?, None);
                }
            }
        }
        Ok(None)
    }

    /// Runs the step on a model; returns what it must see, or an error if it must fail.
    fn run_on_model(self, model: &mut Model) -> Result<Option<u32>, Impossible> {
        match self {
            Self::Get(row) | Self::Find(row) => return Ok(model.get(&place(row)).copied()),
            Self::Insert(row, _) if model.contains_key(&place(row)) => return Err(Impossible),
            Self::Insert(row, number) => drop(model.insert(place(row), number)),
            Self::Update(row, number) | Self::Overwrite(row, number) => {
                *model.get_mut(&place(row)).ok_or(Impossible)? = number;
            }
            Self::Delete(row) => drop(model.remove(&place(row)).ok_or(Impossible)?),
            Self::DeleteAll => model.clear(),
        }
        Ok(None)
    }
}

fn step() -> impl Strategy<Value = Step> {
    let row = 0..4_u8;
    prop_oneof![
        4 => row.clone().prop_map(Step::Get),
        3 => row.clone().prop_map(Step::Find),
        3 => (row.clone(), any::<u32>()).prop_map(|(row, number)| Step::Insert(row, number)),
        8 => (row.clone(), any::<u32>()).prop_map(|(row, number)| Step::Update(row, number)),
        1 => (row.clone(), any::<u32>()).prop_map(|(row, number)| Step::Overwrite(row, number)),
        1 => row.prop_map(Step::Delete),
        1 => Just(Step::DeleteAll),
    ]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![4 => Just(End::Keep), 1 => Just(End::Undo), 1 => Just(End::Fail)]
}

/// Pieces of work that share a transaction, and whether its commit fails.
fn transaction() -> impl Strategy<Value = (Vec<(Vec<Step>, End)>, bool)> {
    let work = (prop::collection::vec(step(), 1..5), end());
    let fails = prop::bool::weighted(0.1);
    (prop::collection::vec(work, 1..4), fails)
}

/// Gives work that runs steps and checks what they see against a model. Returns whether it must succeed, and changes the
/// model as the work changes the rows.
fn give(store: &SqliteStore, model: &mut Model, steps: &[Step], end: End) -> (mpsc::Receiver<Outcome>, bool) {
    let mut after = model.clone();
    let expected: Vec<_> = steps
        .iter()
        .map_while(|step| step.run_on_model(&mut after).ok())
        .collect();
    let possible = expected.len() == steps.len();
    let steps = steps.to_vec();
    let outcome = write(store, move |rows| {
        for (number, step) in steps.iter().enumerate() {
            assert_eq!(Some(&step.take(rows)?), expected.get(number), "{step:?}");
        }
        match end {
            End::Keep => Ok(Verdict::Keep),
            End::Undo => Ok(Verdict::Undo),
            End::Fail => Err(StoreError::Engine("a failure of the test".to_owned())),
        }
    });
    if possible && matches!(end, End::Keep) {
        *model = after;
    }
    (outcome, possible && !matches!(end, End::Fail))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn reads_agree_with_a_model_of_the_writes(
        transactions in prop::collection::vec(transaction(), 1..12),
        capacity in prop::sample::select(&CAPACITIES[..]),
    ) {
        let broken = Arc::new(AtomicBool::new(false));
        let hook = Arc::clone(&broken);
        let (store, _directory) = store_with_cache(RowCache::with_capacity(capacity), |connection| {
            connection.commit_hook(Some(move || hook.load(Ordering::SeqCst))).unwrap();
        });
        let mut model = Model::new();
        let places: Vec<_> = (0..4).map(place).collect();
        for (works, fails) in transactions {
            broken.store(fails, Ordering::SeqCst);
            let (opener, gate) = mpsc::channel();
            let (entered, inside) = mpsc::channel();
            let held = write(&store, move |_| {
                entered.send(()).expect("the test waits");
                gate.recv().expect("the test opens the gate");
                Ok(Verdict::Undo)
            });
            inside.recv().expect("the writer is held");
            let mut after = model.clone();
            let given: Vec<_> = works.iter().map(|(steps, end)| give(&store, &mut after, steps, *end)).collect();
            opener.send(()).expect("the writer is held");
            let committed = wait(&held).is_ok();
            for (outcome, succeeds) in given {
                prop_assert_eq!(wait(&outcome).is_ok(), succeeds && committed);
            }
            if committed {
                model = after;
            }
            // Twice, because the first read may add the row to the cache; one by one, because a missing row is
            // never cached.
            for place in places.iter().chain(&places) {
                prop_assert_eq!(look(&store, slice::from_ref(place)), [model.get(place).copied()]);
            }
            let all: Vec<_> = places.iter().map(|place| model.get(place).copied()).collect();
            prop_assert_eq!(look(&store, &places), all);
        }
    }
}
