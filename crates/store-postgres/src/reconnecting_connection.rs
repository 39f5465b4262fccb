//! A connection of a worker that is opened again when it is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use roster_domain::clock::{Clock, timeout_at};
use roster_store::{BoxFuture, Counters};

use crate::connection::{self, Connection};
use crate::database_state::DatabaseState;
use crate::failure::Failure;
use crate::queued_work::{self, QueuedWork};
use crate::settings::Settings;

/// How long to wait between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(100);

/// How long to wait while other workers do the work.
const LONG_PAUSE: Duration = Duration::from_secs(1);

/// The workers that take work from the same queue.
pub(crate) struct WorkerPool {
    database: Arc<DatabaseState>,
    /// How many of them have a connection.
    connected: AtomicUsize,
}

impl WorkerPool {
    pub(crate) fn new(database: &Arc<DatabaseState>) -> Arc<Self> {
        Arc::new(Self {
            database: Arc::clone(database),
            connected: AtomicUsize::new(0),
        })
    }

    fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed) > 0
    }

    fn add_connection(&self) {
        self.connected.fetch_add(1, Ordering::Relaxed);
        self.database.counters.open_connections.add(1);
    }

    fn remove_connection(&self) {
        self.connected.fetch_sub(1, Ordering::Relaxed);
        self.database.counters.open_connections.subtract(1);
    }
}

/// A worker's connection.
pub(crate) struct ReconnectingConnection {
    settings: Arc<Settings>,
    pool: Arc<WorkerPool>,
    connection: Option<Connection>,
    /// A connection that is being opened, perhaps for longer than the last caller waited.
    opening: Option<BoxFuture<'static, Result<Connection, Failure>>>,
    /// When the connection was lost.
    down_since: Option<Instant>,
    /// Whether the loss was logged. It is logged once, however many attempts follow.
    is_loss_logged: bool,
    pub(crate) counters: Arc<Counters>,
}

impl ReconnectingConnection {
    pub(crate) fn new(settings: Arc<Settings>, pool: Arc<WorkerPool>) -> Self {
        let counters = Arc::clone(&pool.database.counters);
        Self {
            settings,
            pool,
            connection: None,
            opening: None,
            down_since: None,
            is_loss_logged: false,
            counters,
        }
    }

    /// The connection, with a deadline for its answers; a new one if there is none. Tries once.
    pub(crate) async fn get(&mut self, until: Instant) -> Result<&mut Connection, Failure> {
        if self.connection.as_ref().is_some_and(Connection::is_closed) {
            self.disconnect();
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let opened = self.open(until).await?;
                self.pool.add_connection();
                opened
            }
        };
        let connection = self.connection.insert(connection);
        connection.set_deadline(until);
        Ok(connection)
    }

    /// The connection of the last [`get`](Self::get), with the transaction begun on it, if it is not lost.
    pub(crate) fn current(&mut self) -> Option<&mut Connection> {
        self.connection
            .as_mut()
            .filter(|connection| !connection.is_closed())
    }

    /// Waits for a connection while other workers of the pool have one: if the server has no free connections, those do the
    /// work.
    pub(crate) async fn wait_while_others_work(&mut self) {
        while self.is_left_to_others(self.deadline()).await {
            self.clock().sleep(LONG_PAUSE).await;
        }
    }

    /// Whether this worker gets no connection while others of the pool have one.
    pub(crate) async fn is_left_to_others(&mut self, until: Instant) -> bool {
        let others_can = self.get(until).await.is_err() && self.pool.is_connected();
        if others_can {
            // No work waits for this worker.
            self.down_since = None;
        }
        others_can
    }

    /// Drops the connection, and with it what the server is doing for it.
    pub(crate) fn disconnect(&mut self) {
        self.close();
        self.note_loss();
    }

    /// Closes it, because nobody needs it for now.
    pub(crate) fn close(&mut self) {
        if self.connection.take().is_some() {
            self.pool.remove_connection();
        }
    }

    /// The deadline of work that is given now.
    pub(crate) fn deadline(&self) -> Instant {
        self.clock().instant() + self.settings.timeout
    }

    /// The deadline of the oldest of some work.
    pub(crate) fn deadline_of(&self, works: &[QueuedWork]) -> Instant {
        queued_work::oldest(works).map_or_else(|| self.deadline(), |given| given + self.settings.timeout)
    }

    /// Takes out the work whose time is over.
    pub(crate) fn take_late(&self, works: &mut Vec<QueuedWork>) -> Vec<QueuedWork> {
        queued_work::take_late(works, self.settings.timeout, self.clock().instant())
    }

    /// The clock that deadlines are on.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.settings.clock
    }

    fn note_loss(&mut self) {
        let now = self.clock().instant();
        self.down_since.get_or_insert(now);
    }

    /// Whether the connection has been lost for longer than work may take.
    pub(crate) fn is_given_up(&self) -> bool {
        let now = self.clock().instant();
        self.down_since
            .is_some_and(|since| now.saturating_duration_since(since) >= self.settings.timeout)
    }

    fn log_attempt(&mut self, failure: Option<&Failure>) {
        match failure {
            Some(failure) if self.is_loss_logged => tracing::debug!(%failure, "still not connected"),
            Some(failure) => tracing::warn!(%failure, "not connected"),
            None if self.is_loss_logged => tracing::info!("connected to the database again"),
            None => {}
        }
        self.is_loss_logged = failure.is_some();
    }

    async fn open(&mut self, until: Instant) -> Result<Connection, Failure> {
        let settings = Arc::clone(&self.settings);
        let opening = self
            .opening
            .get_or_insert_with(|| Box::pin(async move { Connection::open(&settings).await }));
        let opened = timeout_at(&*self.settings.clock, until, opening).await;
        let opened = opened.ok_or_else(connection::timed_out)?;
        self.opening = None;
        self.pool.database.record_attempt(&opened);
        self.log_attempt(opened.as_ref().err());
        match &opened {
            Ok(_) => self.down_since = None,
            Err(_) => {
                self.note_loss();
                if !self.is_given_up() {
                    self.clock().sleep(PAUSE).await;
                }
            }
        }
        // For the work, both mean that there is no connection.
        opened.map_err(|failure| match failure {
            Failure::NoFreeConnection(_) => Failure::Lost(failure.to_string()),
            Failure::Lost(_) | Failure::Conflict | Failure::Refused(_) => failure,
        })
    }
}

impl Drop for ReconnectingConnection {
    fn drop(&mut self) {
        self.disconnect();
    }
}
