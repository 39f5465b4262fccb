//! Finding records by their times.
//!
//! The position of a record is its time, and positions have an index. Records of older versions may have another time than
//! their position: one before it, because their clock was set back. By how much is measured when the database is brought up
//! to date (docs/decisions/0057-times-in-the-audit.md).

use std::time::Duration;

use roster_domain::audit::first_position;
use roster_store::AuditRange;

use crate::connection::Step;

/// The last record of older versions, and how far in positions their times are behind their positions at most.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS audit_disorder \
    (id integer PRIMARY KEY, position bigint NOT NULL, reach bigint NOT NULL)";
/// Takes all records that are there for those of older versions. What has no time was edited, and is not looked for.
pub(crate) const MEASURE: &str = r#"INSERT INTO audit_disorder (id, position, reach)
    SELECT 1, coalesce(max(position), 0), coalesce(max(greatest((position >> 20) - time, 0)), 0) << 20 FROM (
        SELECT position, round(substring(encode(substring(body FROM 1 FOR 48), 'escape')
            FROM '^\{"Time":(-?[0-9]+(?:\.[0-9]+)?)')::numeric * 1000)::bigint AS time
        FROM audit WHERE position IS NOT NULL) AS timed
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, reach = excluded.reach"#;
/// At most `$4` records in front of `$1` and in front of `$2`, but from `$3` on. Those of older versions may stand further behind
/// `$2`.
const BEFORE: &str = "SELECT position, hash, body, personal FROM audit WHERE position >= $3 AND position < least($1, \
    (SELECT CASE WHEN $2 > position THEN $2 ELSE least(position + 1, $2 + reach) END FROM audit_disorder WHERE id = 1)) \
    ORDER BY position DESC LIMIT $4";

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[BEFORE];

/// The statement that reads records of all chains, the newest first.
pub(crate) fn before(range: &AuditRange) -> Step {
    let AuditRange { before, times, limit } = range;
    let behind_the_last = times
        .until
        .map(|until| first_position(until + Duration::from_millis(1)));
    Step::Statement(
        BEFORE,
        vec![
            Box::new(i64::try_from(*before).unwrap_or(i64::MAX)),
            Box::new(behind_the_last.unwrap_or(i64::MAX)),
            Box::new(times.since.map_or(i64::MIN, first_position)),
            Box::new(i64::try_from(*limit).unwrap_or(i64::MAX)),
        ],
    )
}
