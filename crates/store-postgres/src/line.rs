//! The line to the database: a connection that is opened anew when it is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use roster_store::Tally;
use tokio::time::Instant;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::settings::Settings;

/// How long to wait between two attempts.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) struct Line {
    settings: Arc<Settings>,
    connection: Option<Connection>,
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
            down_since: None,
            reachable,
            tally,
        }
    }

    /// The connection; a new one if there is none. Tries once.
    pub(crate) async fn connection(&mut self) -> Result<&mut Connection, Failure> {
        if self.connection.as_ref().is_some_and(Connection::is_closed) {
            self.let_go();
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.open().await?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Drops the connection, and whatever the server is doing for it.
    pub(crate) fn let_go(&mut self) {
        if self.connection.take().is_some() {
            self.tally.open.fall(1);
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
        // What keeps it from being opened may pass: a server that starts, a password that is set.
        opened.map_err(|failure| match failure {
            Failure::Lost(reason) => Failure::Lost(reason),
            Failure::Conflict | Failure::Refused(_) => Failure::Lost(failure.to_string()),
        })
    }
}
