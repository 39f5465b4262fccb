//! Locks of ranges: a transaction that has counted or listed a range, and one that adds or removes entries of it, wait for each other
//! (docs/decisions/0050-locks-of-ranges.md).
//!
//! A range has its lock by the kind of record and the first part of its entries: an instance, an account, a user of IAM. Locks are the rows of a
//! table that is made once. Ranges share them, so that some transactions wait without need.

use std::collections::BTreeSet;

use roster_domain::Key;
use roster_domain::audit::Hash;

use crate::connection::{Parameter, Step};
use crate::read_write_sets::{RangeContent, RangeRead, ReadSet};
use crate::schema::tables;
use crate::transaction_sql::LOCK_SHARED;

/// The locks. Their number, and which range has which, must be the same for all servers.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS range_lock (number integer PRIMARY KEY); \
    INSERT INTO range_lock SELECT n FROM generate_series(0, 1023) AS n ON CONFLICT DO NOTHING";
const LOCKS: u16 = 1024;

/// Fails unless all are there, because a missing row locks nothing.
macro_rules! lock_all {
    ($strength:literal) => {
        concat!(
            "SELECT 1 / CASE WHEN count(*) = array_length($1::integer[], 1) THEN 1 ELSE 0 END \
             FROM (SELECT number FROM range_lock WHERE number = ANY ($1) ORDER BY number FOR ",
            $strength,
            ") AS held"
        )
    };
}
/// Taken by transactions that read the ranges.
const LOCK_READ: &str = lock_all!("UPDATE");
/// Taken by transactions that add or remove entries, which do not wait for each other.
const LOCK_CHANGED: &str = lock_all!("SHARE");

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[LOCK_READ, LOCK_CHANGED];

/// The lock of what starts with a key in the indexes of a table; none if the key has no part.
pub(crate) fn number(table: usize, key: &Key) -> Option<i32> {
    let part = key.part(0)?;
    let name = tables()[table].name.as_bytes();
    let Hash(hash) = Hash::of(&[name, part.as_bytes()].concat());
    Some(i32::from(u16::from_be_bytes([hash[0], hash[1]]) % LOCKS))
}

/// The first steps of a transaction that writes: they lock the ranges that were read and those that change, and fail if what was read is no
/// longer so.
pub(crate) fn steps(reads: &ReadSet, changed: &BTreeSet<i32>, is_structural: bool) -> Vec<Step> {
    if reads.ranges.is_empty() && !is_structural {
        return Vec::new();
    }
    let mut steps = vec![Step::Statement(LOCK_SHARED, Vec::new())];
    let read: BTreeSet<i32> = reads.ranges.iter().filter_map(|read| read.range.lock).collect();
    let numbers: Vec<i32> = read.union(changed).copied().collect();
    // In the order of their numbers, so that transactions wait for each other without deadlocks.
    for run in numbers.chunk_by(|one, next| read.contains(one) == read.contains(next)) {
        let sql = if read.contains(&run[0]) {
            LOCK_READ
        } else {
            LOCK_CHANGED
        };
        steps.push(Step::Statement(sql, vec![Box::new(run.to_vec())]));
    }
    steps.extend(reads.ranges.iter().map(check));
    steps
}

/// Fails unless a range has the content that was read.
fn check(RangeRead { range, content }: &RangeRead) -> Step {
    let index = &tables()[range.table].indexes[range.index];
    let mut parameters: Vec<Parameter> = vec![
        Box::new(range.start.as_bytes().to_vec()),
        Box::new(range.end.as_bytes().to_vec()),
    ];
    match content {
        RangeContent::Count(count) => {
            parameters.push(Box::new(*count));
            Step::Statement(&index.check_count, parameters)
        }
        RangeContent::Entries { limit, entries } => {
            let entries: Vec<Vec<u8>> = entries.iter().map(|entry| entry.as_bytes().to_vec()).collect();
            parameters.push(Box::new(*limit));
            parameters.push(Box::new(entries));
            Step::Statement(&index.check_entries, parameters)
        }
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::Record;
    use roster_domain::records::{Queue, User};

    use super::*;
    use crate::read_write_sets::IndexRange;
    use crate::schema::Table;

    fn sql(steps: &[Step]) -> Vec<&'static str> {
        let sql = steps.iter().map(|step| match step {
            Step::Command(sql) | Step::Statement(sql, _) => *sql,
        });
        sql.collect()
    }

    fn reads(locks: &[i32]) -> ReadSet {
        let range = |lock: &i32| RangeRead {
            range: IndexRange {
                table: Table::of(User::KIND).number,
                index: 0,
                start: Key::new().text("acme"),
                end: Key::new().text("acme").end_of_prefix(),
                lock: Some(*lock),
            },
            content: RangeContent::Count(1),
        };
        ReadSet {
            ranges: locks.iter().map(range).collect(),
            ..ReadSet::default()
        }
    }

    #[test]
    fn a_lock_is_of_a_kind_and_the_first_part_and_does_not_change() {
        let (users, queues) = (Table::of(User::KIND).number, Table::of(Queue::KIND).number);
        let acme = Key::new().text("acme");

        let lock = number(users, &acme);

        assert_eq!(lock, number(users, &acme.clone().text("ana")));
        assert_ne!(lock, number(users, &Key::new().text("globex")));
        assert_ne!(lock, number(queues, &acme));
        assert_eq!(number(users, &Key::new()), None);
        assert_eq!(lock, Some(341));
    }

    #[test]
    fn locks_are_taken_in_their_order_whatever_they_are_for() {
        let steps = steps(&reads(&[7, 3]), &BTreeSet::from([1, 2, 5, 7]), true);

        let check = &Table::of(User::KIND).indexes[0].check_count;
        let expected = [
            LOCK_SHARED,
            LOCK_CHANGED,
            LOCK_READ,
            LOCK_CHANGED,
            LOCK_READ,
            check,
            check,
        ];
        assert_eq!(sql(&steps), expected);
    }

    #[test]
    fn what_reads_and_changes_no_range_locks_none() {
        assert!(steps(&ReadSet::default(), &BTreeSet::new(), false).is_empty());
    }
}
