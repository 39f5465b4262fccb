//! The engine as the port wants it.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use roster_domain::random::{Random, SystemEntropy};
use roster_store::{BoxFuture, Figures, Level, Store, StoreError, Tally, Weight, Work};
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::committer::Committer;
use crate::connection::Connection;
use crate::copy;
use crate::failure::Failure;
use crate::job::Job;
use crate::line::{Crew, Database, Line};
use crate::migrate::{check, migrate};
use crate::queue::{Length, Queue};
use crate::reader::Reader;
use crate::settings::Settings;

/// How an engine works.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much work shares one transaction at most; 1 gives each its own.
    pub batch_limit: usize,
    /// How many connections write.
    pub committers: usize,
    /// How many connections read a few rows at a time; one more reads lists.
    pub readers: usize,
}

impl Options {
    /// With so many connections at most; three are the least.
    #[must_use]
    pub fn of_connections(connections: u16) -> Self {
        // One is for lists, and of the others the more expensive work gets the odd one.
        let shared = usize::from(connections.max(3)) - 1;
        Self {
            committers: shared.div_ceil(2),
            readers: shared / 2,
            ..Self::default()
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            batch_limit: 64,
            committers: 3,
            readers: 3,
        }
    }
}

/// A database could not be opened.
#[derive(Debug, Error)]
#[error("the database cannot be opened: {reason}")]
pub struct OpenError {
    /// Why, and what to do about it.
    pub reason: Reason,
}

impl From<Reason> for OpenError {
    fn from(reason: Reason) -> Self {
        Self { reason }
    }
}

/// Why a database could not be opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Reason {
    /// The URL says something that is not understood.
    #[error("{0}; see docs/guide/operate.md for what --database takes")]
    Url(String),
    /// A newer version of this program made it.
    #[error("a newer roster wrote it (layout {found}, and this one knows {known}); use the newer one")]
    Newer {
        /// Its layout.
        found: i32,
        /// The last layout that is known here.
        known: i32,
    },
    /// It is a copy that nobody has finished.
    #[error("`roster copy` has not finished copying into it; run that again, or choose another database")]
    Unfinished,
    /// Nobody has made the tables.
    #[error("it has no records; `roster serve --database` makes its tables")]
    Empty,
    /// It acknowledges changes before it has written them.
    #[error(
        "synchronous_commit is off there, so that a crash would lose what was acknowledged; set it to on, for the role and the database of --database"
    )]
    NotDurable,
    /// An index is new, and records are there already.
    #[error("its records have no index {0:?}, and this roster cannot add it; use the one that wrote them")]
    NotIndexed(String),
    /// Anything else, as the system says it.
    #[error("{0}")]
    Failed(String),
}

impl From<Failure> for Reason {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure.to_string())
    }
}

/// Records in PostgreSQL. Clones are the same store; the last to go waits for what is under way.
#[derive(Clone)]
pub struct PostgresStore(Arc<Engine>);

struct Engine {
    writes: Queue,
    points: Queue,
    scans: Queue,
    workers: Vec<JoinHandle<()>>,
    /// Every worker holds a sender, and drops it at its end.
    ended: watch::Receiver<()>,
    database: Arc<Database>,
}

impl PostgresStore {
    /// Connects to a database, and makes the tables that it does not have.
    ///
    /// # Errors
    ///
    /// If no server that takes writes is reached, or what is there is too new.
    pub fn open(settings: Settings, options: &Options) -> Result<Self, OpenError> {
        first(&settings, async |connection| {
            migrate(connection).await?;
            require_durability(connection).await?;
            copy::refuse_unfinished(connection).await
        })?;
        let options = Options {
            batch_limit: options.batch_limit.max(1),
            committers: options.committers.max(1),
            readers: options.readers.max(1),
        };
        Ok(Self(Arc::new(Engine::start(&Arc::new(settings), &options)?)))
    }
}

/// The records of a database, to look at. Servers may go on writing meanwhile.
pub struct PostgresLook(Engine);

impl PostgresLook {
    /// Opens the records of a database, which must be there.
    ///
    /// # Errors
    ///
    /// If no server is reached, or what is there is too new, or nothing.
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        first(&settings, async |connection| check(connection).await)?;
        let options = Options {
            batch_limit: 1,
            committers: 0,
            readers: 0,
        };
        Ok(Self(Engine::start(&Arc::new(settings), &options)?))
    }
}

/// Refuses a database that acknowledges what it has not written, and warns of settings with which it may
/// lose what it has.
async fn require_durability(connection: &mut Connection) -> Result<(), Reason> {
    const OFF: &str = "SELECT name FROM pg_settings WHERE setting = 'off' \
        AND name IN ('synchronous_commit', 'fsync', 'full_page_writes')";
    for row in connection.query(OFF, Vec::new()).await? {
        let name: String = row.try_get(0).map_err(Failure::from)?;
        if name == "synchronous_commit" {
            return Err(Reason::NotDurable);
        }
        tracing::warn!("{name} is off in this database: a failure of the power may lose or damage it");
    }
    Ok(())
}

/// Does something on a first connection.
fn first(
    settings: &Settings,
    act: impl AsyncFnOnce(&mut Connection) -> Result<(), Reason> + Send,
) -> Result<(), Reason> {
    apart(|| block_on(async { act(&mut Connection::open(settings).await?).await })?)
        .unwrap_or_else(|_| Err(Reason::Failed("the first connection panicked".to_owned())))
}

/// Does something on another thread: whoever asks may be in a runtime, which must not be entered
/// twice.
pub(crate) fn apart<T: Send>(act: impl FnOnce() -> T + Send) -> thread::Result<T> {
    thread::scope(|scope| scope.spawn(act).join())
}

impl Engine {
    /// Starts the workers: those that the options name, and one that reads lists.
    fn start(settings: &Arc<Settings>, options: &Options) -> Result<Self, Reason> {
        let database = Arc::new(Database::new());
        let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
        let line = |crew: &Arc<Crew>| Line::new(Arc::clone(settings), Arc::clone(crew));
        let queue = |level: fn(&Tally) -> &Level| {
            let tally = Arc::clone(&database.tally);
            Queue::new(Length { tally, level })
        };
        let (writes, waiting_writes) = queue(|tally| &tally.writes);
        let (points, waiting_points) = queue(|tally| &tally.points);
        let (scans, waiting_scans) = queue(|tally| &tally.scans);
        let (end, ended) = watch::channel(());
        let limit = options.batch_limit;
        let mut workers = Vec::new();
        let [of_writes, of_points, of_scans] = [(); 3].map(|()| Crew::new(&database));
        for _ in 0..options.committers {
            let committer = Committer {
                line: line(&of_writes),
                queue: waiting_writes.clone(),
                limit,
                random: Arc::clone(&random),
                chain: None,
                recent: None,
            };
            workers.push(worker(
                "roster-committer",
                &database,
                end.clone(),
                committer.serve(),
            )?);
        }
        let of_readers = (0..options.readers).map(|_| (waiting_points.clone(), &of_points));
        for (queue, crew) in of_readers.chain([(waiting_scans, &of_scans)]) {
            let reader = Reader {
                line: line(crew),
                queue,
                limit,
                recent: None,
            };
            workers.push(worker("roster-reader", &database, end.clone(), reader.serve())?);
        }
        Ok(Self {
            writes,
            points,
            scans,
            workers,
            ended,
            database,
        })
    }

    /// Gives work to those who take it from a queue.
    fn give(&self, queue: &Queue, work: Box<dyn Work>) {
        let job = Job::new(work);
        if let Some(crash) = self.database.crash() {
            return job.finish(Err(crash));
        }
        if let Err(job) = queue.give(job) {
            job.finish(Err(self.database.crash().unwrap_or(StoreError::Stopped)));
        }
    }

    fn end(&self) {
        for queue in [&self.writes, &self.points, &self.scans] {
            queue.end();
        }
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.end();
        let mut ended = self.ended.clone();
        Box::pin(async move {
            // Nothing is ever sent: it ends, with an error, when the last worker has.
            while ended.changed().await.is_ok() {}
        })
    }
}

/// Notes that its thread panics.
struct Sentry(Arc<Database>);

impl Drop for Sentry {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.crashed(StoreError::dropped());
        }
    }
}

/// Starts a thread for a worker: its connection and its handlers are its own.
fn worker(
    name: &str,
    database: &Arc<Database>,
    end: watch::Sender<()>,
    serve: impl Future<Output = ()> + Send + 'static,
) -> Result<JoinHandle<()>, Reason> {
    let (sentry, named) = (Sentry(Arc::clone(database)), name.to_owned());
    let run = move || {
        let sentry = sentry;
        if let Err(error) = block_on(serve) {
            tracing::error!(%error, "a worker of the database could not start");
            sentry.0.crashed(StoreError::Crashed(named));
        }
        drop(end);
    };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| Reason::Failed(error.to_string()))
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Reason> {
    Ok(runtime()?.block_on(future))
}

pub(crate) fn runtime() -> Result<Runtime, Reason> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Reason::Failed(error.to_string()))
}

impl Store for PostgresStore {
    fn read(&self, weight: Weight, work: Box<dyn Work>) {
        let queue = match weight {
            Weight::Point => &self.0.points,
            Weight::Scan => &self.0.scans,
        };
        self.0.give(queue, work);
    }

    fn write(&self, work: Box<dyn Work>) {
        self.0.give(&self.0.writes, work);
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.0.stop()
    }

    fn is_reachable(&self) -> bool {
        self.0.database.is_reachable()
    }

    fn crash(&self) -> Option<StoreError> {
        self.0.database.crash()
    }

    fn figures(&self) -> Figures {
        self.0.database.tally.figures()
    }
}

impl Store for PostgresLook {
    fn read(&self, _: Weight, work: Box<dyn Work>) {
        self.0.give(&self.0.scans, work);
    }

    fn write(&self, work: Box<dyn Work>) {
        work.finish(Err(StoreError::Engine(
            "the records were opened to look at only".to_owned(),
        )));
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.0.stop()
    }
}

impl Drop for Engine {
    /// Waits for the workers, so that nothing is under way when the store is gone.
    fn drop(&mut self) {
        self.end();
        let own = thread::current().id();
        for worker in self.workers.drain(..) {
            // A worker itself may be the last to let go, with the work that it finishes.
            if worker.thread().id() != own && worker.join().is_err() {
                tracing::error!("a worker of the database has panicked");
            }
        }
    }
}
