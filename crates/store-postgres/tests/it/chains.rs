//! Opening and closing audit chains.

use roster_domain::audit::{ChainHead, REGISTER, Registered, TimeRange};
use roster_store::{AuditLog, AuditRange, WriteError};
use roster_store_postgres::{Options, PostgresAudit, PostgresStore, cluster};

use crate::work::{Deed, count_up, insert, keep, read, record_at, verified};

const DAY: i64 = 86_400;

fn open(url: &str) -> PostgresStore {
    PostgresStore::open(cluster::settings(url), &Options::of_connections(3)).expect("a store")
}

/// Writes an audit record with a time in seconds since 1970.
fn witness(seconds: i64) -> Deed<()> {
    Box::new(move |rows| {
        Box::pin(async move { rows.audit(&record_at(seconds)).await.map_err(WriteError::from) })
    })
}

/// How many records each chain has, in the order in which they were opened.
fn lengths(url: &str) -> Vec<u64> {
    let mut log = PostgresAudit::open(&cluster::settings(url)).expect("an audit");
    let chains = log.chains().expect("chains").into_iter();
    let records = chains.filter(|chain_head| chain_head.chain != REGISTER);
    records.map(|chain_head| chain_head.head.sequence).collect()
}

/// The events in the register: each chain's opening, and its length when it was closed.
fn register(url: &str) -> Vec<Option<u64>> {
    let mut log = PostgresAudit::open(&cluster::settings(url)).expect("an audit");
    let chained = log.after(REGISTER, 0, usize::MAX).expect("records").into_iter();
    let told = chained.map(
        |chained| match serde_json::from_slice(&chained.body).expect("an event") {
            Registered::Opened { .. } => None,
            Registered::Closed { head, .. } => Some(head.sequence),
        },
    );
    told.collect()
}

#[test]
fn a_store_that_stops_closes_its_chain() {
    let url = cluster::place();
    let store = open(&url);
    keep(&store, witness(0));
    keep(&store, witness(1));
    drop(store);

    assert_eq!(register(&url), [None, Some(2)]);
    assert_eq!(verified(&url), 2);
}

#[test]
fn a_new_day_closes_the_chain_of_the_day_before() {
    let url = cluster::place();
    let store = open(&url);
    for seconds in [DAY, 2 * DAY - 1, 2 * DAY, 2 * DAY + 1] {
        keep(&store, witness(seconds));
    }

    // The first record of the new day is the last of the old chain.
    assert_eq!(lengths(&url), [3, 1]);
    assert_eq!(register(&url), [None, Some(3), None]);
    assert_eq!(verified(&url), 4);
}

#[test]
fn an_expired_chain_is_closed_by_another_store_and_its_owner_opens_a_new_one() {
    let url = cluster::place();
    let first = open(&url);
    keep(&first, insert("counter".to_owned(), vec![]));
    cluster::sql(&url, "UPDATE audit_chain SET renewed = now() - interval '1 hour'");

    let second = open(&url);
    keep(&second, count_up("counter"));
    assert_eq!(register(&url), [None, Some(1), None]);

    // It was only slow, and must not go on with what was closed.
    assert_eq!(keep(&first, count_up("counter")), 2);
    assert_eq!(lengths(&url), [1, 1, 1]);
    assert_eq!(verified(&url), 3);
}

#[test]
fn a_chain_with_a_changed_stamp_is_not_continued() {
    let url = cluster::place();
    let store = open(&url);
    keep(&store, witness(0));
    cluster::sql(
        &url,
        "UPDATE audit_chain SET stamp = stamp + 1 WHERE chain <> 'register'",
    );

    keep(&store, witness(1));

    let mut log = PostgresAudit::open(&cluster::settings(&url)).expect("an audit");
    let chains = log.chains().expect("chains");
    let records = chains.iter().filter(|ChainHead { chain, .. }| chain != REGISTER);
    assert_eq!(records.count(), 2);
}

/// A page of the audit, the newest first: numbers, and times in seconds since 1970.
fn page(before: u64, limit: usize) -> Deed<Vec<(u64, i64)>> {
    Box::new(move |rows| {
        Box::pin(async move {
            let records = rows
                .audited(AuditRange {
                    before,
                    times: TimeRange::default(),
                    limit,
                })
                .await?;
            let read = records.iter().map(|chained| {
                let record = chained.record().expect("a record");
                (chained.sequence, record.time.milliseconds / 1000)
            });
            Ok(read.collect())
        })
    })
}

fn times(page: &[(u64, i64)]) -> Vec<i64> {
    page.iter().map(|(_, seconds)| *seconds).collect()
}

#[test]
fn paging_back_finds_every_earlier_record_once_despite_late_writers() {
    let url = cluster::place();
    let [first, second] = [(); 2].map(|()| open(&url));
    keep(&first, witness(1));
    keep(&second, witness(2));
    for seconds in [10, 20, 30] {
        keep(&first, witness(seconds));
    }
    let newest = read(&first, page(u64::MAX, 2));
    assert_eq!(times(&newest), [30, 20]);

    // Of another chain, where nothing says that it was passed.
    keep(&second, witness(5));
    keep(&second, witness(25));

    let (place, _) = newest[1];
    let rest = read(&first, page(place, 9));
    assert_eq!(times(&rest), [10, 5, 2, 1]);
    assert_eq!(times(&read(&second, page(u64::MAX, 3))), [30, 25, 20]);
}
