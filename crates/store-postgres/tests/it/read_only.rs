//! Read-only stores beside servers that write.

use roster_store::StoreError;
use roster_store_postgres::{Options, PostgresAudit, PostgresReadOnlyStore, PostgresStore, Reason, cluster};

use crate::work::{count_up, current, give, insert, keep, read};

fn open(url: &str) -> PostgresStore {
    PostgresStore::open(cluster::settings(url), &Options::of_connections(3)).expect("a store")
}

fn open_read_only(url: &str) -> Result<PostgresReadOnlyStore, Reason> {
    PostgresReadOnlyStore::open(cluster::settings(url)).map_err(|error| error.reason)
}

#[test]
fn a_read_only_store_sees_later_writes_of_a_server() {
    let url = cluster::place();
    let store = open(&url);
    keep(&store, insert("counter".to_owned(), vec![]));
    let reader = open_read_only(&url).expect("records to look at");

    for turn in 1..=3 {
        keep(&store, count_up("counter"));
        assert_eq!(read(&reader, current("counter")), turn);
    }
}

#[test]
fn a_read_only_store_refuses_writes() {
    let url = cluster::place();
    let store = open(&url);
    keep(&store, insert("counter".to_owned(), vec![]));
    let reader = open_read_only(&url).expect("records to look at");

    let refused = give(&reader, count_up("counter")).recv().expect("an end");

    assert!(matches!(refused, Err(StoreError::Engine(_))), "{refused:?}");
    assert_eq!(read(&store, current("counter")), 0);
}

#[test]
fn a_database_without_records_is_refused_unchanged() {
    let url = cluster::place();

    for _ in 0..2 {
        assert_eq!(open_read_only(&url).err(), Some(Reason::Empty));
        let audit = PostgresAudit::open(&cluster::settings(&url));
        assert_eq!(audit.err().map(|error| error.reason), Some(Reason::Empty));
    }
}

#[test]
fn records_of_a_newer_version_are_refused() {
    let url = cluster::place();
    drop(open(&url));
    cluster::sql(&url, "UPDATE roster SET layout = layout + 1");

    let newer = Some(Reason::Newer { found: 5, known: 4 });
    assert_eq!(open_read_only(&url).err(), newer);
    let audit = PostgresAudit::open(&cluster::settings(&url));
    assert_eq!(audit.err().map(|error| error.reason), newer);
}
