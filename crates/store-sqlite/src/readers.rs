//! Reads beside the writer. A read sees the last commit before it began.
//!
//! Scans have threads of their own. A scan begins on one that it must leave when it has read as much as the longest page of a list.
//! Then it runs anew on a thread for long scans, so a list never waits for a search
//! (docs/decisions/0052-long-scans.md).

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use futures_channel::oneshot;
use roster_store::{Counters, ReadKind, StoreError};
use rusqlite::Connection;

use crate::access::Access;
use crate::budget::{Budget, SHORT_SCAN_ROWS};
use crate::cache_view::CacheView;
use crate::deferred::WorkTransaction;
use crate::failure_latch::PanicGuard;
use crate::flush::Flusher;
use crate::message::Stopped;
use crate::open;
use crate::queued_work::QueuedWork;
use crate::row_cache::RowCache;
use crate::rows::WorkRows;
use crate::sql::{execute, query, store_error};

/// How many threads run short scans.
const SHORT_SCANS: usize = 2;

/// How many threads run long scans: half of the processors is left for everything else.
fn long_scans() -> usize {
    thread::available_parallelism().map_or(1, |processors| (processors.get() / 2).max(1))
}

/// The connections that read, and the queue of scans.
pub(crate) struct Readers {
    pool: Arc<Pool>,
    /// `None` once no more scans are taken.
    scans: Mutex<Option<Sender<QueuedWork>>>,
}

/// The idle connections.
struct Pool {
    path: PathBuf,
    cache: Arc<RowCache>,
    flusher: Flusher,
    counters: Arc<Counters>,
    /// `None` once the engine has stopped.
    idle: Mutex<Option<Vec<Connection>>>,
    /// Dropped when all scans are done; `None` from then on.
    stopping: Mutex<Option<Vec<oneshot::Sender<()>>>>,
}

/// What runs scans, one after another.
struct Scanner {
    pool: Arc<ClosedAtEnd>,
    queue: Arc<Mutex<Receiver<QueuedWork>>>,
    /// Takes the scans that are too long for this one.
    long: Option<Sender<QueuedWork>>,
}

impl Readers {
    pub(crate) fn start(
        path: &Path,
        cache: Arc<RowCache>,
        flusher: Flusher,
        counters: Arc<Counters>,
    ) -> std::io::Result<Self> {
        let pool = Arc::new(Pool {
            path: path.to_owned(),
            cache,
            flusher,
            counters,
            idle: Mutex::new(Some(Vec::new())),
            stopping: Mutex::new(Some(Vec::new())),
        });
        let closed_at_end = Arc::new(ClosedAtEnd(Arc::clone(&pool)));
        let start = |name: &str, threads: usize, long: Option<Sender<QueuedWork>>| {
            let (scans, queue) = mpsc::channel();
            let queue = Arc::new(Mutex::new(queue));
            for _ in 0..threads {
                let scanner = Scanner {
                    pool: Arc::clone(&closed_at_end),
                    queue: Arc::clone(&queue),
                    long: long.clone(),
                };
                let thread = thread::Builder::new().name(name.to_owned());
                thread.spawn(move || scanner.serve())?;
            }
            std::io::Result::Ok(scans)
        };
        let long = start("roster-long-scans", long_scans(), None)?;
        let scans = Mutex::new(Some(start("roster-scans", SHORT_SCANS, Some(long))?));
        Ok(Self { pool, scans })
    }

    /// The database that is read.
    pub(crate) fn path(&self) -> &Path {
        &self.pool.path
    }

    /// Runs a point read on this thread, and a scan if it is as short as one; otherwise queues it.
    pub(crate) fn run(&self, kind: ReadKind, work: QueuedWork) {
        match kind {
            ReadKind::Point => {
                self.pool.run(work, Budget::UNLIMITED);
            }
            ReadKind::Scan => {
                let Some(work) = self.pool.run(work, Budget::AT_ONCE) else {
                    return;
                };
                match &*self.scans() {
                    Some(scans) => self.pool.give(work, scans),
                    None => work.finish(Err(self.pool.flusher.failure.thread_ended())),
                }
            }
        }
    }

    /// Stops all reads after the scans given so far.
    pub(crate) fn stop(&self) -> Stopped {
        let (done, stopped) = oneshot::channel();
        if let Some(stopping) = self.pool.stopping().as_mut() {
            stopping.push(done);
        }
        *self.scans() = None;
        stopped
    }

    fn scans(&self) -> MutexGuard<'_, Option<Sender<QueuedWork>>> {
        self.scans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scanner {
    /// Runs scans until the queue is closed and empty.
    fn serve(self) {
        let Self { pool, queue, long } = self;
        let pool = &pool.0;
        let _guard = PanicGuard {
            failure: pool.flusher.failure.clone(),
            cache: Arc::clone(&pool.cache),
        };
        while let Some(work) = next(&queue) {
            pool.counters.waiting_scans.subtract(1);
            match &long {
                None => {
                    pool.run(work, Budget::UNLIMITED);
                }
                Some(long) => {
                    if let Some(work) = pool.run(work, Budget::of(SHORT_SCAN_ROWS)) {
                        pool.give(work, long);
                    }
                }
            }
        }
    }
}

/// The next scan of a queue; none if it is closed and empty.
fn next(queue: &Mutex<Receiver<QueuedWork>>) -> Option<QueuedWork> {
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.recv().ok()
}

/// A pool that is closed when the last scanner has ended.
struct ClosedAtEnd(Arc<Pool>);

impl Drop for ClosedAtEnd {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Pool {
    /// Adds a scan to a queue.
    fn give(&self, work: QueuedWork, scans: &Sender<QueuedWork>) {
        self.counters.waiting_scans.add(1);
        if let Err(SendError(work)) = scans.send(work) {
            self.counters.waiting_scans.subtract(1);
            work.finish(Err(self.flusher.failure.thread_ended()));
        }
    }

    /// Runs a read and finishes it; returns it if its budget was too small.
    fn run(&self, mut work: QueuedWork, budget: Budget) -> Option<QueuedWork> {
        self.counters.busy_connections.add(1);
        let read = self.take().and_then(|mut connection| {
            let read = read(&mut connection, &self.cache, &mut work, budget);
            self.give_back(connection);
            read
        });
        self.counters.busy_connections.subtract(1);
        let outcome = match read {
            Ok(Read::TooLong) => return Some(work),
            Ok(Read::Done) => Ok(()),
            Err(error) => Err(error),
        };
        self.flusher.finish_read(work, outcome);
        None
    }

    fn take(&self) -> Result<Connection, StoreError> {
        match self.idle().as_mut() {
            Some(idle) => idle.pop().map_or_else(|| self.open(), Ok),
            None => Err(StoreError::Stopped),
        }
    }

    fn open(&self) -> Result<Connection, StoreError> {
        let connection = open::reader(&self.path).map_err(store_error)?;
        self.counters.open_connections.add(1);
        Ok(connection)
    }

    fn give_back(&self, connection: Connection) {
        // A connection inside a transaction would keep its old snapshot.
        if connection.is_autocommit()
            && let Some(idle) = self.idle().as_mut()
        {
            idle.push(connection);
        } else {
            self.counters.open_connections.subtract(1);
        }
    }

    fn close(&self) {
        *self.idle() = None;
        *self.stopping() = None;
    }

    fn stopping(&self) -> MutexGuard<'_, Option<Vec<oneshot::Sender<()>>>> {
        self.stopping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a read has ended.
pub(crate) enum Read {
    Done,
    /// Its budget was too small.
    TooLong,
}

/// Runs a read on one snapshot.
pub(crate) fn read(
    connection: &mut Connection,
    cache: &RowCache,
    work: &mut QueuedWork,
    budget: Budget,
) -> Result<Read, StoreError> {
    let cache = CacheView {
        cache,
        epoch: cache.epoch(),
        writes: None,
        values: Some(cache.pending().values.version),
    };
    execute(connection, "BEGIN", []).map_err(store_error)?;
    take_snapshot(connection).map_err(store_error)?;
    let transaction = WorkTransaction::new(connection, Access::Read, cache);
    let mut rows = WorkRows::new(transaction).within(budget);
    let verdict = work.run(&mut rows);
    let is_too_long = rows.has_exceeded_budget();
    execute(connection, "COMMIT", []).map_err(store_error)?;
    if is_too_long {
        return Ok(Read::TooLong);
    }
    verdict.map(|_| Read::Done)
}

/// Takes the snapshot of a transaction that has begun. By itself, the first read from the database does: until then
/// there may be commits, and rows of the cache would be of another state than those of the snapshot.
fn take_snapshot(connection: &Connection) -> rusqlite::Result<()> {
    query(connection, "PRAGMA data_version", |statement| {
        statement.query_one([], |_| Ok(()))
    })
}
