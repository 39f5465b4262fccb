//! Deferred updates are visible before they are written.

use roster_store::{Rows, Verdict};

use super::row_cache::{body, found, insert, update};
use super::task::{hold, key, store, wait, write};

/// Runs pieces of work in one transaction; all succeed.
fn together(works: Vec<fn(&mut dyn Rows) -> Verdict>) {
    let (store, _directory) = store();
    let made = write(&store, |rows| {
        insert(rows, &key("ana"), 1).map(|()| Verdict::Keep)
    });
    assert_eq!(wait(&made), Ok(()));
    let (gate, held) = hold(&store);
    let given: Vec<_> = works
        .into_iter()
        .map(|work| write(&store, move |rows| Ok(work(rows))))
        .collect();
    gate.send(()).unwrap();
    assert_eq!(wait(&held), Ok(()));
    for outcome in given {
        assert_eq!(wait(&outcome), Ok(()));
    }
}

/// Reads and updates ana, as handlers do.
fn set(rows: &mut dyn Rows, number: u32) {
    assert!(body(rows, &key("ana")).is_some());
    update(rows, &key("ana"), number).unwrap();
}

fn has(rows: &mut dyn Rows, number: u32) -> Verdict {
    assert_eq!(body(rows, &key("ana")), Some(number));
    assert_eq!(found(rows, &key("ana")), Some(number));
    Verdict::Keep
}

#[test]
fn work_sees_its_own_deferred_update() {
    together(vec![|rows| {
        set(rows, 2);
        has(rows, 2)
    }]);
}

#[test]
fn work_sees_the_deferred_update_of_earlier_work() {
    together(vec![
        |rows| {
            set(rows, 2);
            Verdict::Keep
        },
        |rows| has(rows, 2),
    ]);
}

#[test]
fn an_undone_update_leaves_the_earlier_one() {
    together(vec![
        |rows| {
            set(rows, 2);
            Verdict::Keep
        },
        |rows| {
            set(rows, 3);
            Verdict::Undo
        },
        |rows| has(rows, 2),
    ]);
}

#[test]
fn an_undone_update_with_other_writes_leaves_the_earlier_one() {
    together(vec![
        |rows| {
            set(rows, 2);
            Verdict::Keep
        },
        |rows| {
            set(rows, 3);
            insert(rows, &key("ben"), 1).unwrap();
            has(rows, 3);
            Verdict::Undo
        },
        |rows| has(rows, 2),
    ]);
}
