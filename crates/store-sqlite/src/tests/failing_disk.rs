//! A full or failing disk: exactly the acknowledged changes are kept, and the store continues by itself when it
//! can.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt;
use roster_domain::records::User;
use roster_domain::{Key, Record};
use roster_store::{Range, StoreError, Verdict};

use super::task::{Outcome, give, hold, insert, keep, shows, store_with, wait, write};
use crate::SqliteStore;

/// Gives a number of rows at once; returns the outcome of each.
fn fill(store: &SqliteStore, prefix: &str, rows: usize) -> Vec<(String, Outcome)> {
    let (gate, held) = hold(store);
    let given: Vec<_> = (0..rows)
        .map(|number| format!("{prefix}{number}"))
        .map(|name| (name.clone(), give(store, name)))
        .collect();
    gate.send(()).unwrap();
    let outcomes = given
        .into_iter()
        .map(|(name, work)| (name, wait(&work)))
        .collect();
    wait(&held).ok();
    outcomes
}

/// A store on a disk with 25 free pages.
fn small_store() -> (SqliteStore, tempfile::TempDir) {
    store_with(|connection| {
        let used: u32 = connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        connection
            .pragma_update(None, "max_page_count", used + 25)
            .unwrap();
    })
}

#[test]
fn a_full_disk_keeps_exactly_the_acknowledged_rows() {
    let (store, _directory) = small_store();
    let given = fill(&store, "a", 200);
    assert!(given.iter().any(|(_, outcome)| *outcome == Err(StoreError::Full)));
    for (name, outcome) in given {
        assert_eq!(
            shows(&store, name.clone()),
            outcome.is_ok(),
            "{name}: {outcome:?}"
        );
    }
}

#[test]
fn writes_continue_when_a_full_disk_has_space_again() {
    let (store, _directory) = small_store();
    let names = || (0..).map(|number| format!("a{number}"));
    let full = names().map(|name| wait(&give(&store, name))).find(Result::is_err);
    assert_eq!(full, Some(Err(StoreError::Full)));
    assert!(shows(&store, "a0"), "existing rows can be read");

    let freed = write(&store, |rows| {
        for index in [Some(&User::BY_USERNAME), None] {
            let range = Range {
                prefix: &Key::new(),
                after: None,
                limit: 1000,
            };
            let deleted = rows.delete_some(User::KIND, index, range).now_or_never();
            deleted.unwrap()?;
        }
        Ok(Verdict::Keep)
    });
    assert_eq!(wait(&freed), Ok(()));
    assert_eq!(keep(&store, "b"), Ok(()));
    assert!(shows(&store, "b") && !shows(&store, "a0"));
}

#[test]
fn all_work_of_a_failed_commit_fails_and_none_is_kept() {
    let broken = Arc::new(AtomicBool::new(false));
    let hook = Arc::clone(&broken);
    let (store, _directory) = store_with(|connection| {
        connection
            .commit_hook(Some(move || hook.load(Ordering::SeqCst)))
            .unwrap();
    });
    keep(&store, "before").unwrap();

    broken.store(true, Ordering::SeqCst);
    let (gate, held) = hold(&store);
    let works = [
        give(&store, "first"),
        write(&store, |rows| insert(rows, "second").map(|()| Verdict::Undo)),
        write(&store, |_| Ok(Verdict::Undo)),
    ];
    gate.send(()).unwrap();
    assert!(wait(&held).is_err());
    assert!(works.iter().all(|work| wait(work).is_err()));
    assert!(!shows(&store, "held") && !shows(&store, "first"));

    broken.store(false, Ordering::SeqCst);
    assert_eq!(keep(&store, "after"), Ok(()));
    assert_eq!(["before", "after"].map(|name| shows(&store, name)), [true, true]);
}
