//! Metrics of an engine: counts since its start, and current values. They say nothing about the records.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The metrics of an engine at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoreMetrics {
    /// How many pieces of work shared each committed transaction.
    pub commit_works: Histogram,
    /// How long each committed transaction took from begin to commit, in seconds.
    pub commit_time: Histogram,
    /// How long each flush of the disk took, in seconds; `None` if the engine does not flush.
    pub flush_time: Option<Histogram>,
    /// How many transactions failed.
    pub failed_commits: u64,
    /// How often work was run again because other transactions changed the same rows.
    pub conflicts: u64,
    /// How often work was run again because the connection was lost.
    pub lost_connections: u64,
    /// How many audit records were written.
    pub audit_records: u64,
    /// How many audit records the database has had, those that were removed since included; `None` if the engine does not
    /// know.
    pub audit_chain_records: Option<u64>,
    /// What the database takes on the disk, its log included, in bytes; `None` if the engine does not know.
    pub database_bytes: Option<u64>,
    /// How much work waits to be run.
    pub queues: QueueLengths,
    /// The connections to the database.
    pub connections: ConnectionCounts,
    /// The row cache; `None` if the engine has none.
    pub cache: Option<CacheMetrics>,
}

/// How much work waits to be run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueLengths {
    /// Work that may write.
    pub writes: u64,
    /// Reads of a few records.
    pub points: u64,
    /// Reads of lists.
    pub scans: u64,
}

/// The connections to the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectionCounts {
    /// How many are open, busy or idle.
    pub open: u64,
    /// How many run work.
    pub busy: u64,
}

/// The rows kept in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheMetrics {
    /// How many lookups found a row.
    pub hits: u64,
    /// How many lookups found none.
    pub misses: u64,
    /// How many rows there are.
    pub rows: u64,
    /// How much memory they take.
    pub bytes: u64,
}

/// How often values of each size were observed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// The sum of all values.
    pub sum: f64,
    /// Ascending upper bounds, and how many values were above the previous bound and not above this one. The
    /// last bound is infinite.
    pub buckets: Vec<(f64, u64)>,
}

impl Histogram {
    /// How many values were observed.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|(_, count)| count).sum()
    }
}

/// The counters of an engine, which any thread may change.
#[derive(Debug)]
pub struct Counters {
    commit_works: AtomicHistogram,
    commit_time: AtomicHistogram,
    flush_time: AtomicHistogram,
    failed_commits: AtomicU64,
    conflicts: AtomicU64,
    lost_connections: AtomicU64,
    audit_records: AtomicU64,
    /// Waiting work that may write.
    pub waiting_writes: Gauge,
    /// Waiting reads of a few records.
    pub waiting_points: Gauge,
    /// Waiting reads of lists.
    pub waiting_scans: Gauge,
    /// Open connections.
    pub open_connections: Gauge,
    /// Connections that run work.
    pub busy_connections: Gauge,
}

impl Counters {
    /// Records a committed transaction: its pieces of work, its duration and its audit records.
    pub fn record_commit(&self, works: usize, time: Duration, audit_records: u64) {
        self.commit_works.observe(works as u64);
        self.commit_time.observe(nanoseconds(time));
        self.audit_records.fetch_add(audit_records, Ordering::Relaxed);
    }

    /// Records a failed transaction.
    pub fn record_failed_commit(&self) {
        self.failed_commits.fetch_add(1, Ordering::Relaxed);
    }

    /// Records a flush of the disk.
    pub fn record_flush(&self, time: Duration) {
        self.flush_time.observe(nanoseconds(time));
    }

    /// Records a conflict with another transaction.
    pub fn record_conflict(&self) {
        self.conflicts.fetch_add(1, Ordering::Relaxed);
    }

    /// Records a connection that was lost while it ran work.
    pub fn record_lost_connection(&self) {
        self.lost_connections.fetch_add(1, Ordering::Relaxed);
    }

    /// All of them as metrics, without cache, flushes, and what was there before.
    pub fn metrics(&self) -> StoreMetrics {
        let number = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        StoreMetrics {
            commit_works: self.commit_works.histogram(1.0),
            commit_time: self.commit_time.histogram(NANOSECONDS),
            flush_time: None,
            failed_commits: number(&self.failed_commits),
            conflicts: number(&self.conflicts),
            lost_connections: number(&self.lost_connections),
            audit_records: number(&self.audit_records),
            audit_chain_records: None,
            database_bytes: None,
            queues: QueueLengths {
                writes: self.waiting_writes.get(),
                points: self.waiting_points.get(),
                scans: self.waiting_scans.get(),
            },
            connections: ConnectionCounts {
                open: self.open_connections.get(),
                busy: self.busy_connections.get(),
            },
            cache: None,
        }
    }

    /// How long each flush took, for an engine that flushes.
    pub fn flush_time(&self) -> Histogram {
        self.flush_time.histogram(NANOSECONDS)
    }
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            commit_works: AtomicHistogram::new(&WORKS),
            commit_time: AtomicHistogram::new(&TIMES),
            flush_time: AtomicHistogram::new(&TIMES),
            failed_commits: AtomicU64::default(),
            conflicts: AtomicU64::default(),
            lost_connections: AtomicU64::default(),
            audit_records: AtomicU64::default(),
            waiting_writes: Gauge::default(),
            waiting_points: Gauge::default(),
            waiting_scans: Gauge::default(),
            open_connections: Gauge::default(),
            busy_connections: Gauge::default(),
        }
    }
}

/// A current count.
#[derive(Debug, Default)]
pub struct Gauge(AtomicU64);

impl Gauge {
    /// Adds to the count.
    pub fn add(&self, by: usize) {
        self.0.fetch_add(by as u64, Ordering::Relaxed);
    }

    /// Subtracts from the count.
    pub fn subtract(&self, by: usize) {
        self.0.fetch_sub(by as u64, Ordering::Relaxed);
    }

    /// The count.
    pub fn get(&self) -> u64 {
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

/// A histogram that any thread may add to.
#[derive(Debug)]
struct AtomicHistogram {
    bounds: &'static [u64],
    /// One more than there are bounds.
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

impl AtomicHistogram {
    fn new(bounds: &'static [u64]) -> Self {
        Self {
            bounds,
            counts: (0..=bounds.len()).map(|_| AtomicU64::default()).collect(),
            sum: AtomicU64::default(),
        }
    }

    fn observe(&self, value: u64) {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// The values multiplied by a unit.
    #[expect(clippy::cast_precision_loss, reason = "a sum of years keeps its microseconds")]
    fn histogram(&self, unit: f64) -> Histogram {
        let bounds = self.bounds.iter().map(|bound| *bound as f64 * unit);
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed));
        Histogram {
            sum: self.sum.load(Ordering::Relaxed) as f64 * unit,
            buckets: bounds.chain([f64::INFINITY]).zip(counts).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_in_the_first_bucket_whose_bound_it_does_not_exceed() {
        let counters = Counters::default();
        for works in [1, 2, 3, 512, 513] {
            counters.record_commit(works, Duration::ZERO, 0);
        }

        let works = counters.metrics().commit_works;

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
    fn times_are_in_seconds() {
        let counters = Counters::default();
        counters.record_flush(Duration::from_millis(250));

        let times = counters.flush_time();

        assert!((times.sum - 0.25).abs() < 1e-9);
        let counted = times.buckets.iter().find(|(_, count)| *count == 1);
        assert_eq!(counted, Some(&(0.5, 1)));
    }
}
