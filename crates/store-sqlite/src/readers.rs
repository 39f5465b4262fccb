//! Reads beside the writer. A read sees the last commit before it began.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use futures_channel::oneshot;
use roster_domain::audit::Head;
use roster_store::{Counters, ReadKind, StoreError};
use rusqlite::Connection;

use crate::access::Access;
use crate::cache_view::CacheView;
use crate::deferred::WorkTransaction;
use crate::failure_latch::PanicGuard;
use crate::flush::Flusher;
use crate::message::{Message, Stopped};
use crate::open;
use crate::queued_work::QueuedWork;
use crate::row_cache::RowCache;
use crate::rows::WorkRows;
use crate::sql::{execute, store_error};

/// The connections that read, and the thread that runs scans.
pub(crate) struct Readers {
    pool: Arc<Pool>,
    scans: Sender<Message>,
}

/// The idle connections.
struct Pool {
    path: PathBuf,
    cache: Arc<RowCache>,
    flusher: Flusher,
    counters: Arc<Counters>,
    /// `None` once the engine has stopped.
    idle: Mutex<Option<Vec<Connection>>>,
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
        });
        let (scans, queue) = mpsc::channel();
        let scanner = Arc::clone(&pool);
        thread::Builder::new()
            .name("roster-scans".to_owned())
            .spawn(move || serve(&scanner, &queue))?;
        Ok(Self { pool, scans })
    }

    /// Runs a point read on this thread, and queues a scan for the scan thread.
    pub(crate) fn run(&self, kind: ReadKind, work: QueuedWork) {
        match kind {
            ReadKind::Point => self.pool.run(work),
            ReadKind::Scan => {
                self.pool.counters.waiting_scans.add(1);
                if let Err(SendError(unsent)) = self.scans.send(Message::Run(Access::Read, work)) {
                    self.pool.counters.waiting_scans.subtract(1);
                    unsent.fail(self.pool.flusher.failure.thread_ended());
                }
            }
        }
    }

    /// Stops all reads after the scans given so far.
    pub(crate) fn stop(&self) -> Stopped {
        let (done, stopped) = oneshot::channel();
        drop(self.scans.send(Message::Stop(done)));
        stopped
    }
}

fn serve(pool: &Pool, queue: &Receiver<Message>) {
    let _guard = PanicGuard {
        failure: pool.flusher.failure.clone(),
        cache: Arc::clone(&pool.cache),
    };
    for message in queue {
        match message {
            Message::Run(_, work) => {
                pool.counters.waiting_scans.subtract(1);
                pool.run(work);
            }
            Message::Stop(_) => break,
        }
    }
    pool.close();
}

impl Pool {
    fn run(&self, mut work: QueuedWork) {
        self.counters.busy_connections.add(1);
        let outcome = self.take().and_then(|mut connection| {
            let outcome = read(&mut connection, &self.cache, &mut work);
            self.give_back(connection);
            outcome
        });
        self.counters.busy_connections.subtract(1);
        self.flusher.finish_read(work, outcome);
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
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs a read on one snapshot.
pub(crate) fn read(
    connection: &mut Connection,
    cache: &RowCache,
    work: &mut QueuedWork,
) -> Result<(), StoreError> {
    let cache = CacheView {
        cache,
        epoch: cache.epoch(),
        writes: None,
    };
    execute(connection, "BEGIN", []).map_err(store_error)?;
    let transaction = WorkTransaction::new(connection, Access::Read, Head::default(), cache);
    let verdict = work.run(&mut WorkRows::new(transaction));
    execute(connection, "COMMIT", []).map_err(store_error)?;
    verdict.map(drop)
}
