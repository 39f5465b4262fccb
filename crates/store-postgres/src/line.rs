//! The line to the database: a connection that is opened anew when it is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::connection::Connection;
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
    /// How many lines have a connection, as far as they know.
    connected: AtomicUsize,
}

impl Database {
    pub(crate) fn new() -> Self {
        Self {
            reachable: AtomicBool::new(true),
            connected: AtomicUsize::new(0),
        }
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.reachable.load(Ordering::Relaxed)
    }

    fn tried<T>(&self, opened: &Result<T, Failure>) {
        // That it has no more connections to give is not so bad for who has some.
        let is_full = matches!(opened, Err(Failure::Crowded(_)));
        if !(is_full && self.connected.load(Ordering::Relaxed) > 0) {
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
        self.database.connected.fetch_add(1, Ordering::Relaxed);
    }

    fn lose(&self) {
        self.connected.fetch_sub(1, Ordering::Relaxed);
        self.database.connected.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(crate) struct Line {
    settings: Arc<Settings>,
    crew: Arc<Crew>,
    connection: Option<Connection>,
    /// When it went down.
    down_since: Option<Instant>,
}

impl Line {
    pub(crate) fn new(settings: Arc<Settings>, crew: Arc<Crew>) -> Self {
        Self {
            settings,
            crew,
            connection: None,
            down_since: None,
        }
    }

    /// The connection; a new one if there is none. Tries once.
    pub(crate) async fn connection(&mut self) -> Result<&mut Connection, Failure> {
        if self.connection.as_ref().is_some_and(Connection::is_closed) {
            self.let_go();
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let opened = self.open().await?;
                self.crew.gain();
                opened
            }
        };
        Ok(self.connection.insert(connection))
    }

    /// Waits for a connection as long as others of the crew have one: where the server is full, those
    /// do the work.
    pub(crate) async fn ready(&mut self) {
        while self.leaves_it_to_others().await {
            tokio::time::sleep(LONG_PAUSE).await;
        }
    }

    /// Whether there is no connection to be had while others of the crew have one.
    pub(crate) async fn leaves_it_to_others(&mut self) -> bool {
        let others_can = self.connection().await.is_err() && self.crew.is_connected();
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

    /// How long to wait for anything.
    pub(crate) fn patience(&self) -> Duration {
        self.settings.patience
    }

    /// Whether it has been down for longer than anybody should wait.
    pub(crate) fn is_given_up(&self) -> bool {
        self.down_since
            .is_some_and(|since| since.elapsed() >= self.settings.patience)
    }

    async fn open(&mut self) -> Result<Connection, Failure> {
        let opened = Connection::open(&self.settings).await;
        self.crew.database.tried(&opened);
        match &opened {
            Ok(_) => self.down_since = None,
            Err(failure) => {
                tracing::warn!(%failure, "the database cannot be reached");
                self.down_since.get_or_insert_with(Instant::now);
                if !self.is_given_up() {
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        // What keeps it from being opened may pass: a server that starts, a password that is set.
        opened.map_err(|failure| match failure {
            Failure::Lost(reason) => Failure::Lost(reason),
            Failure::Crowded(_) | Failure::Conflict | Failure::Refused(_) => {
                Failure::Lost(failure.to_string())
            }
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.let_go();
    }
}
