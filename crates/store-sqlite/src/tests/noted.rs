//! What cannot be refused is written with the commit, and counts before.

use roster_store::{Rows, Verdict};

use super::known::{body, found, insert, update};
use super::task::{hold, key, store, wait, write};

/// Gives pieces of work to one transaction, all of which succeed.
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

/// Updates ana as handlers do: what is updated has been read.
fn say(rows: &mut dyn Rows, number: u32) {
    assert!(body(rows, &key("ana")).is_some());
    update(rows, &key("ana"), number).unwrap();
}

fn says(rows: &mut dyn Rows, number: u32) -> Verdict {
    assert_eq!(body(rows, &key("ana")), Some(number));
    assert_eq!(found(rows, &key("ana")), Some(number));
    Verdict::Keep
}

#[test]
fn work_finds_what_it_has_updated_itself() {
    together(vec![|rows| {
        say(rows, 2);
        says(rows, 2)
    }]);
}

#[test]
fn work_finds_what_was_updated_before_it() {
    together(vec![
        |rows| {
            say(rows, 2);
            Verdict::Keep
        },
        |rows| says(rows, 2),
    ]);
}

#[test]
fn an_update_that_is_undone_leaves_the_one_before_it() {
    together(vec![
        |rows| {
            say(rows, 2);
            Verdict::Keep
        },
        |rows| {
            say(rows, 3);
            Verdict::Undo
        },
        |rows| says(rows, 2),
    ]);
}

#[test]
fn an_update_that_is_undone_with_other_rows_leaves_the_one_before_it() {
    together(vec![
        |rows| {
            say(rows, 2);
            Verdict::Keep
        },
        |rows| {
            say(rows, 3);
            insert(rows, &key("ben"), 1).unwrap();
            says(rows, 3);
            Verdict::Undo
        },
        |rows| says(rows, 2),
    ]);
}
