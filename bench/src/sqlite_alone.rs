//! SQLite without Roster: one thread runs the statements of an update on a copy of a directory, with bodies that are
//! ready, commits, flushes the log and runs checkpoints. The server adds HTTP, signatures, JSON, rules, hashes and
//! threads that wake each other.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use hdrhistogram::Histogram;
use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};
use rustix::time::{ClockId, clock_gettime};

use super::load::Run;

/// The database of a data directory, and its log.
pub(super) const DATABASE: &str = "roster.db";
const LOG: &str = "roster.db-wal";
/// From this size of the log on, in pages, a checkpoint moves it to the database: as in the server.
const CHECKPOINT_PAGES: i32 = 1_000;
/// The entries of first and last names, in no order, as `domain/src/records/user_terms.rs` makes them.
const ENTRIES: &str =
    "SELECT entry, key FROM user_by_term WHERE substr(entry, 19, 1) IN (x'66', x'6c') ORDER BY random()";
/// Where the name starts in such an entry, behind the instance and the field.
const NAME_BYTE: usize = 21;
/// How many of the last audit records say how long one is.
const SAMPLE: u32 = 1_000;

/// Updates that can be run.
pub(super) struct SqliteAlone {
    connection: Connection,
    log: File,
    log_pages: Arc<AtomicI32>,
    shape: Shape,
    keys: Vec<Vec<u8>>,
    /// The entries of names, two of each user, and the keys of their rows.
    entries: Vec<(Vec<u8>, Vec<u8>)>,
    /// The number of the last audit record.
    sequence: i64,
    updates: u64,
    times: ProcessorTimes,
}

/// How long rows are, and how many updates share a commit.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    user_bytes: usize,
    record_bytes: usize,
    updates_of_commit: u64,
}

/// The processor time that SQLite has taken.
#[derive(Clone, Copy, Default)]
pub(super) struct ProcessorTimes {
    pub(super) statements: Duration,
    pub(super) flushes: Duration,
    pub(super) checkpoints: Duration,
}

impl Shape {
    /// The rows as a server on this directory has left them after updates, and its commits.
    pub(super) fn of(data_dir: &Path, updates_of_commit: f64) -> anyhow::Result<Self> {
        let path = data_dir.join(DATABASE);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = Connection::open_with_flags(&path, flags)
            .with_context(|| format!("cannot open {}", path.display()))?;
        let mean = |sql: &str| connection.query_row(sql, [SAMPLE], |row| row.get::<_, f64>(0));
        let users = mean("SELECT avg(length(body)) FROM (SELECT body FROM user LIMIT ?1)")?;
        let records =
            mean("SELECT avg(length(body)) FROM (SELECT body FROM audit ORDER BY sequence DESC LIMIT ?1)")?;
        #[expect(clippy::cast_possible_truncation, reason = "a body is short")]
        #[expect(clippy::cast_sign_loss, reason = "a length is positive")]
        Ok(Self {
            user_bytes: users as usize,
            record_bytes: records as usize,
            updates_of_commit: updates_of_commit.round().max(1.0) as u64,
        })
    }
}

impl SqliteAlone {
    /// Takes the users of a directory that no server uses.
    pub(super) fn on(data_dir: &Path, shape: Shape) -> anyhow::Result<Self> {
        let mut connection = Connection::open(data_dir.join(DATABASE))?;
        connection.execute_batch(
            "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
             PRAGMA wal_autocheckpoint = 0;",
        )?;
        let keys: Vec<Vec<u8>> = connection
            .prepare("SELECT key FROM user ORDER BY random()")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        ensure!(!keys.is_empty(), "{} has no users", data_dir.display());
        let entries: Vec<(Vec<u8>, Vec<u8>)> = connection
            .prepare(ENTRIES)?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        ensure!(
            entries.len() == 2 * keys.len(),
            "{} has other entries of names than two a user",
            data_dir.display()
        );
        let sequence = connection.query_row("SELECT max(sequence) FROM audit", [], |row| row.get(0))?;
        let log_pages = Arc::new(AtomicI32::new(0));
        let committed_pages = Arc::clone(&log_pages);
        connection.wal_hook(Some(move |_: &mut Wal, pages| {
            committed_pages.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(Self {
            connection,
            log: File::open(data_dir.join(LOG))?,
            log_pages,
            shape,
            keys,
            entries,
            sequence,
            updates: 0,
            times: ProcessorTimes::default(),
        })
    }

    /// Updates users for a time.
    pub(super) fn run(&mut self, time: Duration) -> anyhow::Result<Run> {
        let (start, before) = (Instant::now(), self.updates);
        while start.elapsed() < time {
            let begun = thread_time();
            self.commit()?;
            let committed = thread_time();
            self.log.sync_data()?;
            let flushed = thread_time();
            self.run_due_checkpoint()?;
            self.times.statements += committed.saturating_sub(begun);
            self.times.flushes += flushed.saturating_sub(committed);
            self.times.checkpoints += thread_time().saturating_sub(flushed);
        }
        #[expect(clippy::cast_precision_loss, reason = "a run is not that long")]
        let updates = (self.updates - before) as f64;
        Ok(Run {
            rate: updates / start.elapsed().as_secs_f64(),
            latencies: Histogram::new(3)?,
        })
    }

    /// The processor time of one update, on average over all runs.
    pub(super) fn times_of_update(&self) -> ProcessorTimes {
        let updates = u32::try_from(self.updates).unwrap_or(u32::MAX).max(1);
        ProcessorTimes {
            statements: self.times.statements / updates,
            flushes: self.times.flushes / updates,
            checkpoints: self.times.checkpoints / updates,
        }
    }

    fn commit(&mut self) -> rusqlite::Result<()> {
        let Self {
            connection, shape, ..
        } = self;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut update = connection.prepare_cached("UPDATE user SET body = ?2 WHERE key = ?1")?;
        let mut remove = connection.prepare_cached("DELETE FROM user_by_term WHERE entry = ?1")?;
        let mut add = connection.prepare_cached("INSERT INTO user_by_term (entry, key) VALUES (?1, ?2)")?;
        let mut append =
            connection.prepare_cached("INSERT INTO audit (sequence, hash, body) VALUES (?1, ?2, ?3)")?;
        for _ in 0..shape.updates_of_commit {
            self.sequence += 1;
            let place = usize::try_from(self.updates).unwrap_or_default() % self.keys.len();
            self.updates += 1;
            let body = vec![self.updates.to_le_bytes()[0]; shape.user_bytes];
            update.execute((&self.keys[place], body))?;
            for (entry, key) in &mut self.entries[2 * place..2 * place + 2] {
                remove.execute([&*entry])?;
                entry[NAME_BYTE] ^= 1;
                add.execute((&*entry, &*key))?;
            }
            append.execute((self.sequence, [0; 32], vec![b' '; shape.record_bytes]))?;
        }
        let mut head = connection.prepare_cached("UPDATE audit_head SET sequence = ?1, hash = ?2")?;
        head.execute((self.sequence, [0; 32]))?;
        connection.prepare_cached("COMMIT")?.execute([]).map(drop)
    }

    fn run_due_checkpoint(&self) -> rusqlite::Result<()> {
        if self.log_pages.load(Ordering::Relaxed) < CHECKPOINT_PAGES {
            return Ok(());
        }
        self.connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
    }
}

/// The processor time of this thread.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}
