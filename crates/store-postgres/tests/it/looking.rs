//! What those see who only look, beside servers that write.

use roster_store::StoreError;
use roster_store_postgres::{Options, PostgresAudit, PostgresLook, PostgresStore, Reason, cluster};

use crate::work::{count_up, current, give, insert, keep, read};

fn open(url: &str) -> PostgresStore {
    PostgresStore::open(cluster::settings(url), &Options::of_connections(3)).expect("a store")
}

fn look(url: &str) -> Result<PostgresLook, Reason> {
    PostgresLook::open(cluster::settings(url)).map_err(|error| error.reason)
}

#[test]
fn whoever_looks_sees_what_a_server_goes_on_writing() {
    let url = cluster::place();
    let store = open(&url);
    keep(&store, insert("counter".to_owned(), vec![]));
    let look = look(&url).expect("records to look at");

    for turn in 1..=3 {
        keep(&store, count_up("counter"));
        assert_eq!(read(&look, current("counter")), turn);
    }
}

#[test]
fn whoever_looks_changes_nothing() {
    let url = cluster::place();
    let store = open(&url);
    keep(&store, insert("counter".to_owned(), vec![]));
    let look = look(&url).expect("records to look at");

    let refused = give(&look, count_up("counter")).recv().expect("an end");

    assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    assert_eq!(read(&store, current("counter")), 0);
}

#[test]
fn a_database_without_records_is_told_to_have_none_and_is_left_so() {
    let url = cluster::place();

    for _ in 0..2 {
        assert_eq!(look(&url).err(), Some(Reason::Empty));
        let audit = PostgresAudit::open(&cluster::settings(&url));
        assert_eq!(audit.err().map(|error| error.reason), Some(Reason::Empty));
    }
}

#[test]
fn records_of_a_newer_roster_are_not_looked_at() {
    let url = cluster::place();
    drop(open(&url));
    cluster::sql(&url, "UPDATE roster SET layout = layout + 1");

    let newer = Some(Reason::Newer { found: 2, known: 1 });
    assert_eq!(look(&url).err(), newer);
    let audit = PostgresAudit::open(&cluster::settings(&url));
    assert_eq!(audit.err().map(|error| error.reason), newer);
}
