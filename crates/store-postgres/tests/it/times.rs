//! Finding the audit records of older versions, whose times may fall, by their times.

use std::time::Duration;

use roster_domain::audit::{TimeRange, Timestamp};
use roster_store::{AuditRange, WriteError};
use roster_store_postgres::{OpenError, Options, PostgresStore, Reason, cluster};

use crate::work::{Deed, keep, read, record_at};

/// Leaves what the version before wrote: the times of the clock, as they were.
const OLDER_LAYOUT: &str = r#"DROP TABLE audit_disorder; UPDATE roster SET layout = 2;
    UPDATE audit SET body = convert_to(regexp_replace(convert_from(body, 'UTF8'),
        '"Time":[0-9.]+,"ClockTime":', '"Time":'), 'UTF8')"#;

fn open(url: &str) -> Result<PostgresStore, OpenError> {
    PostgresStore::open(cluster::settings(url), &Options::of_connections(3))
}

/// Writes audit records of times in seconds since 1970.
fn witnesses(times: &'static [i64]) -> Deed<()> {
    Box::new(move |rows| {
        Box::pin(async move {
            for seconds in times {
                rows.audit(&record_at(*seconds)).await.map_err(WriteError::from)?;
            }
            Ok(())
        })
    })
}

/// The times of the records between two times, in seconds since 1970, the newest first.
fn between(since: i64, until: i64) -> Deed<Vec<i64>> {
    Box::new(move |rows| {
        Box::pin(async move {
            let at = |seconds: i64| Timestamp {
                milliseconds: seconds * 1000,
            };
            let range = AuditRange {
                before: u64::MAX,
                times: TimeRange {
                    since: Some(at(since)),
                    until: Some(at(until) + Duration::from_millis(999)),
                },
                limit: 100,
            };
            let records = rows.audited(range).await?;
            let times = records.iter().map(|chained| {
                let record = chained.record().expect("a record");
                record.time.milliseconds / 1000
            });
            Ok(times.filter(|time| (since..=until).contains(time)).collect())
        })
    })
}

#[test]
fn records_of_an_older_version_are_found_although_their_times_fall() {
    let url = cluster::place();
    let store = open(&url).expect("a store");
    keep(
        &store,
        witnesses(&[100, 101, 8_000, 102, 103, 90_000, 104, 8_001, 105]),
    );
    drop(store);
    cluster::sql(&url, OLDER_LAYOUT);

    let store = open(&url).expect("a store");
    keep(&store, witnesses(&[106, 90_001]));

    for (since, until, found) in [
        (100, 106, &[105, 104, 103, 102, 101, 100][..]),
        (103, 104, &[104, 103]),
        (8_000, 8_001, &[8_001, 8_000]),
        (90_000, 90_000, &[90_000, 90_000]),
        (90_001, 100_000, &[90_001]),
        (0, 99, &[]),
    ] {
        assert_eq!(read(&store, between(since, until)), found, "{since} {until}");
    }
}

#[test]
fn a_server_of_an_older_version_that_still_writes_keeps_a_database_from_opening() {
    let url = cluster::place();
    let older = open(&url).expect("a store");
    keep(&older, witnesses(&[100]));
    cluster::sql(&url, OLDER_LAYOUT);

    let refused = open(&url).err().expect("a refusal");

    assert_eq!(refused.reason, Reason::OlderServer);
    drop(older);
    assert!(open(&url).is_ok());
}
