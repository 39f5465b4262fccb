//! Finding records by their times.
//!
//! Times do not fall along the records that this version has written, so halving finds one. Times of older versions may fall,
//! because their clock was set back. By how much is measured when the file is brought up to date
//! (docs/decisions/0057-times-in-the-audit.md).

use std::ops::ControlFlow;

use roster_domain::audit::{ChainedRecord, Timestamp};
use roster_store::{AuditRange, StoreError};
use rusqlite::Connection;

use crate::audit_chains;
use crate::sql::{query, store_error};

/// The number of the last record of older versions, the latest of their times, and how far at most a time is behind an earlier one;
/// times are in milliseconds.
pub(crate) const TABLE: &str = "
    CREATE TABLE audit_disorder (number INTEGER NOT NULL, latest INTEGER NOT NULL, milliseconds INTEGER NOT NULL);
    INSERT INTO audit_disorder VALUES (0, 0, 0);";
/// Takes all records that are there for those of older versions. What has no time was edited, and is not looked for.
pub(crate) const MEASURE: &str = "
    UPDATE audit_disorder SET number = measured.number, latest = measured.latest, milliseconds = measured.milliseconds
    FROM (
        SELECT coalesce(max(number), 0) AS number, coalesce(max(latest), 0) AS latest,
            coalesce(max(latest - time), 0) AS milliseconds
        FROM (
            SELECT number, time, max(time) OVER (ORDER BY number) AS latest
            FROM (
                SELECT number, CASE WHEN json_valid(text)
                    THEN CAST(round(json_extract(text, '$.Time') * 1000) AS INTEGER) END AS time
                FROM (
                    SELECT position AS number, CAST(body AS TEXT) AS text FROM moved_audit WHERE position IS NOT NULL
                    UNION ALL
                    SELECT sequence + (SELECT coalesce(max(position), 0) FROM moved_audit), CAST(body AS TEXT) FROM audit))
            WHERE time IS NOT NULL)) AS measured;";
const DISORDER: &str = "SELECT number, latest, milliseconds FROM audit_disorder";

/// How far the times of older versions fall.
pub(crate) struct Disorder {
    /// The number of their last record.
    number: u64,
    /// The latest of their times.
    pub(crate) latest: Timestamp,
    /// How far at most a time is behind an earlier one.
    milliseconds: i64,
}

impl Disorder {
    /// As it was measured.
    pub(crate) fn stored(connection: &Connection) -> rusqlite::Result<Self> {
        query(connection, DISORDER, |statement| {
            statement.query_one([], |row| {
                Ok(Self {
                    number: row.get::<_, i64>(0)?.cast_unsigned(),
                    latest: Timestamp {
                        milliseconds: row.get(1)?,
                    },
                    milliseconds: row.get(2)?,
                })
            })
        })
    }

    /// How far behind the time of a record a later one may be.
    fn behind(&self, number: u64) -> i64 {
        if number <= self.number {
            self.milliseconds
        } else {
            0
        }
    }

    /// Whether no record from this one on is of a time until `until`.
    fn is_behind(&self, record: &ChainedRecord, until: Timestamp) -> Result<bool, StoreError> {
        let latest = until.milliseconds.saturating_add(self.behind(record.sequence));
        Ok(time(record)?.milliseconds > latest)
    }

    /// Whether no record up to this one is of a time since `since`.
    fn is_before(&self, record: &ChainedRecord, since: Timestamp) -> Result<bool, StoreError> {
        let earliest = since.milliseconds.saturating_sub(self.behind(record.sequence));
        Ok(time(record)?.milliseconds < earliest)
    }
}

/// The time of a record.
pub(crate) fn time(record: &ChainedRecord) -> Result<Timestamp, StoreError> {
    // serde's own text may repeat a value, and values are personal data.
    let time = record.time();
    time.map_err(|_| StoreError::Corrupt(format!("audit record {} cannot be read", record.sequence)))
}

/// Records of all chains, the newest first, numbered as [`audit_chains::before`] does.
pub(crate) fn records(connection: &Connection, range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
    let AuditRange { before, times, limit } = range;
    if times.since.is_none() && times.until.is_none() {
        return audit_chains::before(connection, before, limit).map_err(store_error);
    }
    let disorder = Disorder::stored(connection).map_err(store_error)?;
    let before = match times.until {
        Some(until) => first_behind(before, |number| {
            let record = audit_chains::before(connection, number, 1)
                .map_err(store_error)?
                .pop();
            let record = record.map(|record| Ok((record.sequence, disorder.is_behind(&record, until)?)));
            record.transpose()
        })?,
        None => before,
    };
    let mut records = audit_chains::before(connection, before, limit).map_err(store_error)?;
    if let (Some(since), Some(last)) = (times.since, records.last())
        && disorder.is_before(last, since)?
    {
        let first = records
            .iter()
            .try_fold(0, |count, record| match disorder.is_before(record, since) {
                Ok(false) => ControlFlow::Continue(count + 1),
                found => ControlFlow::Break(found.map(|_| count)),
            });
        if let ControlFlow::Break(count) = first {
            records.truncate(count?);
        }
    }
    Ok(records)
}

/// The number of the first record that is behind a time, among those in front of `before`; `before` if none is. `last_before` gives
/// the number of the last record in front of a number, and whether that record and all later ones are behind the time.
fn first_behind<E>(
    before: u64,
    mut last_before: impl FnMut(u64) -> Result<Option<(u64, bool)>, E>,
) -> Result<u64, E> {
    let Some((last, true)) = last_before(before)? else {
        return Ok(before);
    };
    let (mut low, mut high) = (0, last);
    while low + 1 < high {
        let middle = low.midpoint(high);
        match last_before(middle + 1)? {
            Some((number, true)) => high = number,
            Some((_, false)) | None => low = middle,
        }
    }
    Ok(high)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use roster_domain::audit::{AuditRecord, Head, TimeRange};
    use roster_domain::random::SystemEntropy;
    use serde_json::json;

    use super::*;
    use crate::open::{self, Opened};
    use crate::own_chain::ChainEnd;

    /// What a file of the layout before this one has.
    const OLDER: &str = "DROP TABLE audit_disorder; DROP TABLE moved_end; ALTER TABLE audit DROP COLUMN personal; \
        ALTER TABLE moved_audit DROP COLUMN personal; PRAGMA user_version = 3";

    /// The first of a million records behind a time, and how many records were read for it.
    fn found(records: u64, before: u64, is_behind: impl Fn(u64) -> bool) -> (u64, u32) {
        let mut reads = 0;
        let found: Result<_, Infallible> = first_behind(before, |before| {
            reads += 1;
            let last = before.saturating_sub(1).min(records);
            Ok((last > 0).then(|| (last, is_behind(last))))
        });
        let Ok(found) = found;
        (found, reads)
    }

    #[test]
    fn a_record_among_a_million_is_found_in_as_many_reads_as_the_count_has_binary_digits() {
        for first in [1, 2, 3, 500_000, 999_999, 1_000_000] {
            let (number, reads) = found(1_000_000, u64::MAX, |number| number >= first);
            assert_eq!(number, first);
            assert!(reads <= 21, "{first}: {reads}");
        }
    }

    /// A file of the version before times in the audit did not fall, with records of these times in seconds since 1970, opened by
    /// this one.
    fn file_of_older_version(times: &[i64]) -> Opened {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("roster.db");
        let Opened { connection, .. } = open::to_write(&path, &[]).unwrap();
        let mut head = Head::default();
        for time in times {
            let record = json!({"Time": time, "RequestId": "r", "SourceAddress": "::1"});
            let body = record.to_string().into_bytes();
            head = head.link(&body);
            let row = (head.sequence.cast_signed(), head.hash.0, body);
            connection
                .execute(
                    "INSERT INTO audit (sequence, hash, body) VALUES (?1, ?2, ?3)",
                    row,
                )
                .unwrap();
        }
        crate::own_chain::store_head(&connection, &head).unwrap();
        connection.execute_batch(OLDER).unwrap();
        drop(connection);
        open::to_write(&path, &[]).unwrap()
    }

    /// The times of the records between two times, in seconds since 1970, the newest first.
    fn between(connection: &Connection, since: i64, until: i64) -> Vec<i64> {
        let seconds = |seconds: i64| {
            Some(Timestamp {
                milliseconds: seconds * 1000,
            })
        };
        let times = TimeRange {
            since: seconds(since),
            until: seconds(until),
        };
        let range = AuditRange {
            before: u64::MAX,
            times,
            limit: 100,
        };
        let records = records(connection, range).unwrap();
        let times_of_records = records
            .iter()
            .map(|record| time(record).unwrap().milliseconds / 1000);
        times_of_records
            .filter(|time| (since..=until).contains(time))
            .collect()
    }

    #[test]
    fn records_of_an_older_version_are_found_although_their_times_fall() {
        let times = [100, 101, 8_000, 102, 103, 90_000, 104, 8_001, 105];
        let Opened { connection, .. } = file_of_older_version(&times);

        for (since, until, found) in [
            (100, 105, &[105, 104, 103, 102, 101, 100][..]),
            (103, 104, &[104, 103]),
            (8_000, 8_001, &[8_001, 8_000]),
            (90_000, 90_000, &[90_000]),
            (0, 99, &[]),
            (90_001, 100_000, &[]),
        ] {
            assert_eq!(between(&connection, since, until), found, "{since} {until}");
        }
    }

    #[test]
    fn the_audit_goes_on_behind_the_latest_time_of_an_older_version() {
        let Opened {
            connection, mut end, ..
        } = file_of_older_version(&[100, 90_000, 104]);
        let at = |milliseconds| AuditRecord {
            time: Timestamp { milliseconds },
            ..AuditRecord::default()
        };

        let chained =
            [200_000, 90_001_000].map(|time| end.link(at(time), &SystemEntropy::default()).unwrap());
        crate::own_chain::append(&connection, &chained).unwrap();

        assert_eq!(between(&connection, 90_000, 90_000), [90_000, 90_000]);
        assert_eq!(between(&connection, 90_001, 90_001), [90_001]);
        assert_eq!(between(&connection, 100, 104), [104, 100]);
    }

    #[test]
    fn a_record_without_a_time_keeps_no_file_from_opening() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("roster.db");
        let Opened { connection, .. } = open::to_write(&path, &[]).unwrap();
        let mut end = ChainEnd::default();
        let edited = ChainedRecord {
            body: b"no JSON".to_vec(),
            ..end
                .link(AuditRecord::default(), &SystemEntropy::default())
                .unwrap()
        };
        crate::own_chain::append(&connection, &[edited]).unwrap();
        crate::own_chain::store_head(&connection, &end.head).unwrap();
        connection.execute_batch(OLDER).unwrap();
        drop(connection);

        let opened = open::to_write(&path, &[]).unwrap();

        assert_eq!(opened.end.latest, Timestamp::default());
    }

    #[test]
    fn a_page_that_begins_where_it_must_takes_one_read() {
        assert_eq!(found(1_000_000, 10, |number| number >= 11), (10, 1));
        assert_eq!(found(0, u64::MAX, |_| true), (u64::MAX, 1));
    }
}
