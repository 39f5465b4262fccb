//! The workers of an engine and the queues they take work from.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use roster_domain::clock::Clock;
use roster_domain::random::{Random, SystemEntropy};
use roster_store::{BoxFuture, Counters, Gauge, StoreError, Work};
use tokio::sync::watch;

use crate::committer::Committer;
use crate::database_state::DatabaseState;
use crate::migrations::last_of;
use crate::open_error::Reason;
use crate::options::Options;
use crate::queue::{Queue, QueueGauge, WaitingWork};
use crate::queued_work::QueuedWork;
use crate::reader::{Reader, Scans};
use crate::reconnecting_connection::{ReconnectingConnection, WorkerPool};
use crate::runtime::block_on;
use crate::settings::Settings;

/// The workers, and their queues.
pub(crate) struct Engine {
    pub(crate) writes: Queue,
    pub(crate) points: Queue,
    pub(crate) scans: Queue,
    clock: Arc<dyn Clock>,
    workers: Vec<JoinHandle<()>>,
    /// Closed when every worker has ended: each holds a sender.
    ended: watch::Receiver<()>,
    pub(crate) database: Arc<DatabaseState>,
}

impl Engine {
    /// Starts the workers: as many as the options say, and one for scans. What is too long for that one goes to others.
    pub(crate) fn start(settings: &Arc<Settings>, options: &Options) -> Result<Self, Reason> {
        let database = Arc::new(DatabaseState::new());
        let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
        let connection =
            |pool: &Arc<WorkerPool>| ReconnectingConnection::new(Arc::clone(settings), Arc::clone(pool));
        let queue = |gauge: fn(&Counters) -> &Gauge| {
            let counters = Arc::clone(&database.counters);
            Queue::new(QueueGauge { counters, gauge })
        };
        let (writes, waiting_writes) = queue(|counters| &counters.waiting_writes);
        let (points, waiting_points) = queue(|counters| &counters.waiting_points);
        let (scans, waiting_scans) = queue(|counters| &counters.waiting_scans);
        let (end, ended) = watch::channel(());
        let limit = options.batch_limit;
        let mut workers = Vec::new();
        let [write_pool, point_pool, scan_pool, long_scan_pool] =
            [(); 4].map(|()| WorkerPool::new(&database));
        for _ in 0..options.committers {
            let committer = Committer {
                connection: connection(&write_pool),
                queue: waiting_writes.clone(),
                limit,
                random: Arc::clone(&random),
                chain: None,
                migration: last_of(options.migrations),
                recent: None,
            };
            workers.push(worker(
                "roster-committer",
                &database,
                end.clone(),
                committer.serve(),
            )?);
        }
        let (long_scans, waiting_long_scans) = queue(|counters| &counters.waiting_scans);
        let reader = |queue: &WaitingWork, pool| Reader {
            connection: connection(pool),
            queue: queue.clone(),
            limit,
            recent: None,
            scans: Scans::All,
        };
        let mut readers: Vec<_> = (0..options.readers)
            .map(|_| reader(&waiting_points, &point_pool))
            .collect();
        let mut scan_reader = reader(&waiting_scans, &scan_pool);
        if options.long_scan_readers > 0 {
            scan_reader.scans = Scans::Short(long_scans);
        }
        readers.push(scan_reader);
        readers.extend((0..options.long_scan_readers).map(|_| Reader {
            scans: Scans::Long,
            ..reader(&waiting_long_scans, &long_scan_pool)
        }));
        for reader in readers {
            workers.push(worker("roster-reader", &database, end.clone(), reader.serve())?);
        }
        Ok(Self {
            writes,
            points,
            scans,
            clock: Arc::clone(&settings.clock),
            workers,
            ended,
            database,
        })
    }

    /// Gives work to a queue.
    pub(crate) fn give(&self, queue: &Queue, work: Box<dyn Work>) {
        let work = QueuedWork::new(work, self.clock.instant());
        if let Some(crash) = self.database.crash() {
            return work.finish(Err(crash));
        }
        if let Err(work) = queue.give(work) {
            work.finish(Err(self.database.crash().unwrap_or(StoreError::Stopped)));
        }
    }

    /// Takes no more work.
    fn close_queues(&self) {
        for queue in [&self.writes, &self.points, &self.scans] {
            queue.close();
        }
    }

    /// Finishes the work given so far, and ends.
    pub(crate) fn stop(&self) -> BoxFuture<'static, ()> {
        self.close_queues();
        let mut ended = self.ended.clone();
        Box::pin(async move {
            // Nothing is ever sent; it fails when the last worker has ended.
            while ended.changed().await.is_ok() {}
        })
    }
}

/// Records the panic of its thread.
struct PanicGuard(Arc<DatabaseState>);

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.record_crash(StoreError::dropped());
        }
    }
}

/// Starts the thread of a worker. Its connection and its handlers run on that thread.
fn worker(
    name: &str,
    database: &Arc<DatabaseState>,
    end: watch::Sender<()>,
    serve: impl Future<Output = ()> + Send + 'static,
) -> Result<JoinHandle<()>, Reason> {
    let (guard, thread_name) = (PanicGuard(Arc::clone(database)), name.to_owned());
    let run = move || {
        let guard = guard;
        if let Err(error) = block_on(serve) {
            tracing::error!(%error, "a worker of the database could not start");
            guard.0.record_crash(StoreError::Crashed(thread_name));
        }
        drop(end);
    };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| Reason::Failed(error.to_string()))
}

impl Drop for Engine {
    /// Waits for the workers, so that no work runs when the store is dropped.
    fn drop(&mut self) {
        self.close_queues();
        let own = thread::current().id();
        for worker in self.workers.drain(..) {
            // A worker may drop the last clone, with work that it finishes.
            if worker.thread().id() != own && worker.join().is_err() {
                tracing::error!("a worker of the database has panicked");
            }
        }
    }
}
