//! The line to the database: a connection that is opened anew when it is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use roster_store::{BoxFuture, Tally};
use tokio::time::{Instant, timeout_at};

use crate::connection::{self, Connection};
use crate::failure::Failure;
use crate::settings::Settings;

/// How long to wait between two attempts.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) struct Line {
    settings: Arc<Settings>,
    connection: Option<Connection>,
    /// A connection that is being opened, for longer perhaps than anybody has waited so far.
    opening: Option<BoxFuture<'static, Result<Connection, Failure>>>,
    /// When it went down.
    down_since: Option<Instant>,
    /// Whether the database can be reached, as far as the last who tried can tell.
    reachable: Arc<AtomicBool>,
    pub(crate) tally: Arc<Tally>,
}

impl Line {
    pub(crate) fn new(settings: Arc<Settings>, reachable: Arc<AtomicBool>, tally: Arc<Tally>) -> Self {
        Self {
            settings,
            connection: None,
            opening: None,
            down_since: None,
            reachable,
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
            None => self.open(until).await?,
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

    /// Drops the connection, and whatever the server is doing for it.
    pub(crate) fn let_go(&mut self) {
        if self.connection.take().is_some() {
            self.tally.open.fall(1);
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

    async fn open(&mut self, until: Instant) -> Result<Connection, Failure> {
        let settings = Arc::clone(&self.settings);
        let opening = self
            .opening
            .get_or_insert_with(|| Box::pin(async move { Connection::open(&settings).await }));
        let opened = timeout_at(until, opening).await;
        let opened = opened.map_err(|_| connection::slow())?;
        self.opening = None;
        self.reachable.store(opened.is_ok(), Ordering::Relaxed);
        match &opened {
            Ok(_) => {
                self.tally.open.rise(1);
                self.down_since = None;
            }
            Err(failure) => {
                tracing::warn!(%failure, "the database cannot be reached");
                self.down_since.get_or_insert_with(Instant::now);
                if !self.is_given_up() {
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        opened
    }
}
