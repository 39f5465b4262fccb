//! The line to the database: a connection that is opened anew when it is lost.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use roster_store::{BoxFuture, StoreError, Tally};
use tokio::time::{Instant, timeout_at};

use crate::connection::{self, Connection};
use crate::failure::Failure;
use crate::settings::Settings;

/// How long to wait between two attempts.
const PAUSE: Duration = Duration::from_millis(100);

/// How long to wait where others do the work meanwhile.
const LONG_PAUSE: Duration = Duration::from_secs(1);

/// What the lines of a store know of their database together.
pub(crate) struct Database {
    /// Whether it can be reached, as far as the last who tried can tell.
    reachable: AtomicBool,
    /// What has ended one of those who work on it, if something has.
    crash: OnceLock<StoreError>,
    pub(crate) tally: Arc<Tally>,
}

impl Database {
    pub(crate) fn new() -> Self {
        Self {
            reachable: AtomicBool::new(true),
            crash: OnceLock::new(),
            tally: Arc::default(),
        }
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.reachable.load(Ordering::Relaxed) && self.crash.get().is_none()
    }

    /// Why nothing more is done, if a worker has panicked.
    pub(crate) fn crash(&self) -> Option<StoreError> {
        self.crash.get().cloned()
    }

    /// Notes that a worker has ended before its time.
    pub(crate) fn crashed(&self, crash: StoreError) {
        tracing::error!(%crash, "the server must be restarted");
        // The first is reason enough.
        _ = self.crash.set(crash);
    }

    fn tried<T>(&self, opened: &Result<T, Failure>) {
        // That it has no more connections to give is not so bad for who has some.
        let is_full = matches!(opened, Err(Failure::Crowded(_)));
        if !(is_full && self.tally.open.now() > 0) {
            self.reachable.store(opened.is_ok(), Ordering::Relaxed);
        }
    }
}

/// Those who take work from the same queue.
pub(crate) struct Crew {
    database: Arc<Database>,
    /// How many of them have a connection, as far as they know.
    connected: AtomicUsize,
}

impl Crew {
    pub(crate) fn new(database: &Arc<Database>) -> Arc<Self> {
        Arc::new(Self {
            database: Arc::clone(database),
            connected: AtomicUsize::new(0),
        })
    }

    fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed) > 0
    }

    fn gain(&self) {
        self.connected.fetch_add(1, Ordering::Relaxed);
        self.database.tally.open.rise(1);
    }

    fn lose(&self) {
        self.connected.fetch_sub(1, Ordering::Relaxed);
        self.database.tally.open.fall(1);
    }
}

pub(crate) struct Line {
    settings: Arc<Settings>,
    crew: Arc<Crew>,
    connection: Option<Connection>,
    /// A connection that is being opened, for longer perhaps than anybody has waited so far.
    opening: Option<BoxFuture<'static, Result<Connection, Failure>>>,
    /// When it went down.
    down_since: Option<Instant>,
    /// Whether the log says that there is none: once, however often it is tried.
    is_told: bool,
    pub(crate) tally: Arc<Tally>,
}

impl Line {
    pub(crate) fn new(settings: Arc<Settings>, crew: Arc<Crew>) -> Self {
        let tally = Arc::clone(&crew.database.tally);
        Self {
            settings,
            crew,
            connection: None,
            opening: None,
            down_since: None,
            is_told: false,
            tally,
        }
    }

    /// The connection, whose answers are waited for until then; a new one if there is none. Tries
    /// once.
    pub(crate) async fn connection(&mut self, until: Instant) -> Result<&mut Connection, Failure> {
        if self.connection.as_ref().is_some_and(Connection::is_closed) {
            self.let_go();
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let opened = self.open(until).await?;
                self.crew.gain();
                opened
            }
        };
        let connection = self.connection.insert(connection);
        connection.wait_until(until);
        Ok(connection)
    }

    /// The connection that was there a moment ago, with the transaction that was begun on it.
    pub(crate) fn same(&mut self) -> Option<&mut Connection> {
        self.connection
            .as_mut()
            .filter(|connection| !connection.is_closed())
    }

    /// Waits for a connection as long as others of the crew have one: where the server is full, those
    /// do the work.
    pub(crate) async fn ready(&mut self) {
        while self.leaves_it_to_others(self.waits_until()).await {
            tokio::time::sleep(LONG_PAUSE).await;
        }
    }

    /// Whether there is no connection to be had while others of the crew have one.
    pub(crate) async fn leaves_it_to_others(&mut self, until: Instant) -> bool {
        let others_can = self.connection(until).await.is_err() && self.crew.is_connected();
        if others_can {
            // Nobody waits for this one.
            self.down_since = None;
        }
        others_can
    }

    /// Drops the connection, and whatever the server is doing for it.
    pub(crate) fn let_go(&mut self) {
        if self.connection.take().is_some() {
            self.crew.lose();
        }
        self.down_since.get_or_insert_with(Instant::now);
    }

    /// Until when somebody waits who asks now.
    pub(crate) fn waits_until(&self) -> Instant {
        Instant::now() + self.settings.patience
    }

    /// How long to wait for anything.
    pub(crate) fn patience(&self) -> Duration {
        self.settings.patience
    }

    /// Whether it has been down for longer than anybody should wait.
    pub(crate) fn is_given_up(&self) -> bool {
        self.down_since
            .is_some_and(|since| since.elapsed() >= self.settings.patience)
    }

    fn tell(&mut self, failure: Option<&Failure>) {
        match failure {
            Some(failure) if self.is_told => tracing::debug!(%failure, "still not connected"),
            Some(failure) => tracing::warn!(%failure, "not connected"),
            None if self.is_told => tracing::info!("connected to the database again"),
            None => {}
        }
        self.is_told = failure.is_some();
    }

    async fn open(&mut self, until: Instant) -> Result<Connection, Failure> {
        let settings = Arc::clone(&self.settings);
        let opening = self
            .opening
            .get_or_insert_with(|| Box::pin(async move { Connection::open(&settings).await }));
        let opened = timeout_at(until, opening).await;
        let opened = opened.map_err(|_| connection::slow())?;
        self.opening = None;
        self.crew.database.tried(&opened);
        self.tell(opened.as_ref().err());
        match &opened {
            Ok(_) => self.down_since = None,
            Err(_) => {
                self.down_since.get_or_insert_with(Instant::now);
                if !self.is_given_up() {
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        // For who wants to work it is all the same.
        opened.map_err(|failure| match failure {
            Failure::Crowded(_) => Failure::Lost(failure.to_string()),
            Failure::Lost(_) | Failure::Conflict | Failure::Refused(_) => failure,
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.let_go();
    }
}
