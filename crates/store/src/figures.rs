//! What an engine tells of its own work, for whoever watches over it: numbers since its start, and how
//! things stand now. Nothing here tells of what is in the records.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A look at an engine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many pieces of work shared each transaction that was committed.
    pub commit_works: Distribution,
    /// How long each of these took from its beginning to its commit, in seconds.
    pub commit_time: Distribution,
    /// How long each flush of the disk took, in seconds; none where a database sees to that.
    pub flush_time: Option<Distribution>,
    /// How many transactions failed, and left nothing.
    pub failed_commits: u64,
    /// How often work was begun again because others had changed the same rows.
    pub conflicts: u64,
    /// How often work was begun again because the connection was lost.
    pub lost_connections: u64,
    /// How many audit records were written.
    pub audit_records: u64,
    /// How much work waits to be run.
    pub waiting: Waiting,
    /// The connections to the database.
    pub connections: Connections,
    /// What is kept in memory of what was read; none if nothing is.
    pub cache: Option<Cache>,
}

/// How much work waits to be run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Work that may change something.
    pub writes: u64,
    /// Reads of a few records.
    pub points: u64,
    /// Reads of lists.
    pub scans: u64,
}

/// The connections to the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connections {
    /// How many are open, busy or not.
    pub open: u64,
    /// How many work.
    pub busy: u64,
}

/// What is kept in memory of what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// How many rows were asked for and known.
    pub hits: u64,
    /// How many were asked for and not known.
    pub misses: u64,
    /// How many are known.
    pub rows: u64,
    /// How much memory they take.
    pub bytes: u64,
}

/// How often numbers of which size were seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    /// The sum of all of them.
    pub sum: f64,
    /// Upper bounds, growing, and how many numbers were above the bound before and not above this one.
    /// The last bound is infinite.
    pub buckets: Vec<(f64, u64)>,
}

impl Distribution {
    /// How many numbers were seen.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|(_, count)| count).sum()
    }
}

/// What an engine counts as it works, from any thread.
#[derive(Debug)]
pub struct Tally {
    commit_works: Sizes,
    commit_time: Sizes,
    flush_time: Sizes,
    failed_commits: AtomicU64,
    conflicts: AtomicU64,
    lost_connections: AtomicU64,
    audit_records: AtomicU64,
    /// Work that waits and may change something.
    pub writes: Level,
    /// Reads of a few records that wait.
    pub points: Level,
    /// Reads of lists that wait.
    pub scans: Level,
    /// Connections that are open.
    pub open: Level,
    /// Connections that work.
    pub busy: Level,
}

impl Tally {
    /// A transaction of so many pieces of work was committed, after this time.
    pub fn committed(&self, works: usize, time: Duration, audit_records: u64) {
        self.commit_works.note(works as u64);
        self.commit_time.note(nanoseconds(time));
        self.audit_records.fetch_add(audit_records, Ordering::Relaxed);
    }

    /// A transaction failed.
    pub fn failed(&self) {
        self.failed_commits.fetch_add(1, Ordering::Relaxed);
    }

    /// The disk was flushed, in this time.
    pub fn flushed(&self, time: Duration) {
        self.flush_time.note(nanoseconds(time));
    }

    /// Others have changed the same rows.
    pub fn conflicted(&self) {
        self.conflicts.fetch_add(1, Ordering::Relaxed);
    }

    /// The connection was lost while there was work to do.
    pub fn disconnected(&self) {
        self.lost_connections.fetch_add(1, Ordering::Relaxed);
    }

    /// All of it, without cache and flushes.
    pub fn figures(&self) -> Figures {
        let number = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Figures {
            commit_works: self.commit_works.distribution(1.0),
            commit_time: self.commit_time.distribution(NANOSECONDS),
            flush_time: None,
            failed_commits: number(&self.failed_commits),
            conflicts: number(&self.conflicts),
            lost_connections: number(&self.lost_connections),
            audit_records: number(&self.audit_records),
            waiting: Waiting {
                writes: self.writes.now(),
                points: self.points.now(),
                scans: self.scans.now(),
            },
            connections: Connections {
                open: self.open.now(),
                busy: self.busy.now(),
            },
            cache: None,
        }
    }

    /// How long each flush took, for an engine that flushes.
    pub fn flush_time(&self) -> Distribution {
        self.flush_time.distribution(NANOSECONDS)
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            commit_works: Sizes::new(&WORKS),
            commit_time: Sizes::new(&TIMES),
            flush_time: Sizes::new(&TIMES),
            failed_commits: AtomicU64::default(),
            conflicts: AtomicU64::default(),
            lost_connections: AtomicU64::default(),
            audit_records: AtomicU64::default(),
            writes: Level::default(),
            points: Level::default(),
            scans: Level::default(),
            open: Level::default(),
            busy: Level::default(),
        }
    }
}

/// How many of something there are now.
#[derive(Debug, Default)]
pub struct Level(AtomicU64);

impl Level {
    /// There are so many more.
    pub fn rise(&self, by: usize) {
        self.0.fetch_add(by as u64, Ordering::Relaxed);
    }

    /// There are so many fewer.
    pub fn fall(&self, by: usize) {
        self.0.fetch_sub(by as u64, Ordering::Relaxed);
    }

    /// How many there are.
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

const NANOSECONDS: f64 = 1e-9;

const WORKS: [u64; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/// From 50 microseconds to 5 seconds, in nanoseconds.
const TIMES: [u64; 14] = [
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    500_000_000,
    1_000_000_000,
    5_000_000_000,
];

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// A distribution that grows.
#[derive(Debug)]
struct Sizes {
    bounds: &'static [u64],
    /// One more than there are bounds.
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

impl Sizes {
    fn new(bounds: &'static [u64]) -> Self {
        Self {
            bounds,
            counts: (0..=bounds.len()).map(|_| AtomicU64::default()).collect(),
            sum: AtomicU64::default(),
        }
    }

    fn note(&self, size: u64) {
        let bucket = self.bounds.partition_point(|bound| *bound < size);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(size, Ordering::Relaxed);
    }

    /// What was seen, in another unit.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a sum of years is told to the microsecond"
    )]
    fn distribution(&self, unit: f64) -> Distribution {
        let bounds = self.bounds.iter().map(|bound| *bound as f64 * unit);
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed));
        Distribution {
            sum: self.sum.load(Ordering::Relaxed) as f64 * unit,
            buckets: bounds.chain([f64::INFINITY]).zip(counts).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_counted_below_the_first_bound_that_it_is_not_above() {
        let tally = Tally::default();
        for works in [1, 2, 3, 512, 513] {
            tally.committed(works, Duration::ZERO, 0);
        }

        let works = tally.figures().commit_works;

        let seen: Vec<_> = works
            .buckets
            .iter()
            .copied()
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(
            seen,
            [(1.0, 1), (2.0, 1), (4.0, 1), (512.0, 1), (f64::INFINITY, 1)]
        );
        assert_eq!((works.count(), works.sum), (5, 1031.0));
    }

    #[test]
    fn times_are_told_in_seconds() {
        let tally = Tally::default();
        tally.flushed(Duration::from_millis(250));

        let times = tally.flush_time();

        assert!((times.sum - 0.25).abs() < 1e-9);
        let counted = times.buckets.iter().find(|(_, count)| *count == 1);
        assert_eq!(counted, Some(&(0.5, 1)));
    }
}
