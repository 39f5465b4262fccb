//! Searches for what values contain find what a look at all entries finds.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use futures_util::FutureExt;
use proptest::prelude::*;
use roster_domain::Record;
use roster_domain::records::User;
use roster_store::{Range, ReadKind, Rows, StoreError, Verdict};

use super::task::{delete, insert, keep, key, read, store, wait, write};
use crate::SqliteStore;
use crate::value_cache::{RangeId, ValueCache};

/// The names of the rows of a company whose names contain a text.
fn search(store: &SqliteStore, text: &str) -> Vec<String> {
    search_up_to(store, text, 10_000)
}

fn search_up_to(store: &SqliteStore, text: &str, limit: usize) -> Vec<String> {
    let (text, (sender, found)) = (text.to_owned(), mpsc::channel());
    let outcome = read(store, ReadKind::Scan, move |rows| {
        let names = names_with(rows, &text, limit)?;
        // A short scan runs anew.
        sender.send(names).expect("the test waits");
        Ok(Verdict::Keep)
    });
    assert_eq!(wait(&outcome), Ok(()));
    found.recv().expect("an answer")
}

fn names_with(rows: &mut dyn Rows, text: &str, limit: usize) -> Result<Vec<String>, StoreError> {
    let prefix = roster_domain::Key::new().text("acme");
    let range = Range {
        prefix: &prefix,
        after: None,
        limit,
    };
    let entries = rows.entries(User::KIND, &User::BY_USERNAME, range, Some(text.as_bytes()));
    let entries = entries.now_or_never().expect("done at once")?;
    let name = |found: roster_store::EntryOfRow| {
        assert_eq!(found.entry, found.key);
        found.entry.text_at(1).expect("a name")
    };
    Ok(entries.into_iter().map(name).collect())
}

fn is_packed(store: &SqliteStore) -> bool {
    let prefix = roster_domain::Key::new().text("acme");
    let range = RangeId {
        table: "user_by_username",
        prefix: prefix.as_bytes(),
    };
    store.row_cache().pending().values.is_packed(range)
}

fn change(
    store: &SqliteStore,
    run: impl FnMut(&mut dyn Rows) -> Result<Verdict, StoreError> + Send + 'static,
) {
    assert_eq!(wait(&write(store, run)), Ok(()));
}

#[test]
fn a_search_finds_what_was_added_since_and_not_what_was_removed() {
    let (store, _directory) = store();
    for name in ["ana", "ben", "hanna"] {
        keep(&store, name).unwrap();
    }
    assert_eq!(search(&store, "an"), ["ana", "hanna"]);
    assert!(is_packed(&store));

    change(&store, |rows| {
        insert(rows, "dan")?;
        delete(rows, "hanna")?;
        delete(rows, "ana")?;
        insert(rows, "ana")?;
        Ok(Verdict::Keep)
    });
    assert!(wait(&write(&store, |rows| insert(rows, "ivan").map(|()| Verdict::Undo))).is_ok());

    assert!(is_packed(&store));
    assert_eq!(search(&store, "an"), ["ana", "dan"]);
    assert_eq!(search_up_to(&store, "an", 1), ["ana"]);
    assert_eq!(search(&store, "acme"), [""; 0], "it is no part of a value");
}

#[test]
fn an_added_entry_is_found_in_its_place_of_a_limited_list() {
    let (store, _directory) = store();
    for name in ["xb", "xc", "xd"] {
        keep(&store, name).unwrap();
    }
    search(&store, "x");
    keep(&store, "xa").unwrap();
    keep(&store, "xe").unwrap();
    assert_eq!(search_up_to(&store, "x", 2), ["xa", "xb"]);
    assert_eq!(search_up_to(&store, "x", 9), ["xa", "xb", "xc", "xd", "xe"]);
}

#[test]
fn values_are_packed_anew_when_much_was_added() {
    let (store, _directory) = store();
    keep(&store, "first").unwrap();
    search(&store, "x");
    assert!(is_packed(&store));

    let long = "x".repeat(2_000);
    change(&store, move |rows| {
        (0..300).try_for_each(|number| insert(rows, &format!("{long}{number:03}")))?;
        Ok(Verdict::Keep)
    });

    assert!(!is_packed(&store));
    assert_eq!(search(&store, "x").len(), 300);
    assert!(is_packed(&store));
    assert_eq!(search(&store, "x299").len(), 1);
}

#[test]
fn a_snapshot_from_before_the_values_were_packed_has_what_was_removed_since() {
    let (store, _directory) = store();
    keep(&store, "ana").unwrap();
    let (begun, started) = mpsc::channel();
    let (opener, gate) = mpsc::channel::<()>();
    let (sender, found) = mpsc::channel();
    let other = store.clone();
    // A scan would keep the others waiting. A point read runs on the thread that gives it.
    let reader = thread::spawn(move || {
        let outcome = read(&other, ReadKind::Point, move |rows| {
            assert_eq!(names_with(rows, "zzz", 10)?, [""; 0]);
            begun.send(()).unwrap();
            gate.recv().unwrap();
            sender.send(names_with(rows, "an", 10)?).unwrap();
            Ok(Verdict::Keep)
        });
        wait(&outcome)
    });
    started.recv().unwrap();
    change(&store, |rows| delete(rows, "ana").map(|()| Verdict::Keep));
    assert_eq!(search(&store, "an"), [""; 0]);
    assert!(is_packed(&store));
    opener.send(()).unwrap();
    assert_eq!(reader.join().unwrap(), Ok(()));
    assert_eq!(found.recv().unwrap(), ["ana"]);
}

/// One writer that renames a row over and over, in one commit each, and readers that search for a part of the name: each finds it once.
#[test]
fn a_row_that_is_renamed_is_always_found_once() {
    let (store, _directory) = store();
    for number in 0..50 {
        super::task::give(&store, format!("other{number}"))
            .recv()
            .unwrap()
            .unwrap();
    }
    keep(&store, "moving0").unwrap();
    let ended = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (store, ended) = (store.clone(), Arc::clone(&ended));
            thread::spawn(move || {
                while !ended.load(Ordering::SeqCst) {
                    let found = search(&store, "ovin");
                    assert_eq!(found.len(), 1, "{found:?}");
                }
            })
        })
        .collect();
    for number in 0..1_000 {
        change(&store, move |rows| {
            delete(rows, &format!("moving{number}"))?;
            insert(rows, &format!("moving{}", number + 1))?;
            Ok(Verdict::Keep)
        });
        if number % 100 == 0 {
            // Then the values are packed beside the writer again.
            store.row_cache().pending_mut().values = ValueCache::default();
        }
    }
    ended.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.join().unwrap();
    }
}

#[derive(Clone, Debug)]
enum Step {
    Insert(String),
    Delete(prop::sample::Index),
    Undone(String),
    Search(String),
}

fn name() -> impl Strategy<Value = String> {
    "[ab\0ä]{0,4}"
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => name().prop_map(Step::Insert),
        2 => any::<prop::sample::Index>().prop_map(Step::Delete),
        1 => name().prop_map(Step::Undone),
        3 => "[abä]{1,2}".prop_map(Step::Search),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn searches_agree_with_a_model_of_the_writes(
        first in prop::collection::btree_set("[ab]{1,6}", 0..80),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let (store, _directory) = store();
        let mut model: BTreeSet<String> = first;
        let names: Vec<_> = model.iter().cloned().collect();
        change(&store, move |rows| {
            names.iter().try_for_each(|name| insert(rows, name))?;
            Ok(Verdict::Keep)
        });
        for step in steps {
            match step {
                Step::Insert(name) if model.insert(name.clone()) => {
                    change(&store, move |rows| insert(rows, &name).map(|()| Verdict::Keep));
                }
                Step::Undone(name) if !model.contains(&name) => {
                    change(&store, move |rows| insert(rows, &name).map(|()| Verdict::Undo));
                }
                Step::Delete(place) if !model.is_empty() => {
                    let name = model.iter().nth(place.index(model.len())).unwrap().clone();
                    model.remove(&name);
                    change(&store, move |rows| delete(rows, &name).map(|()| Verdict::Keep));
                }
                Step::Search(text) => {
                    let mut expected: Vec<_> = model.iter().filter(|name| name.contains(&text)).collect();
                    expected.sort_by_key(|name| key(name));
                    prop_assert_eq!(search(&store, &text), expected.into_iter().cloned().collect::<Vec<_>>());
                }
                Step::Insert(_) | Step::Undone(_) | Step::Delete(_) => {}
            }
        }
    }
}
