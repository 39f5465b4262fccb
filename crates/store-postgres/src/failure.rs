//! PostgreSQL's errors, by what to do next.

use roster_store::{Counters, StoreError};
use thiserror::Error;
use tokio_postgres::Error;
use tokio_postgres::error::{Severity, SqlState};

/// Why something failed on a connection.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Another transaction was faster: trying again may succeed.
    #[error("another transaction changed the same rows")]
    Conflict,
    /// The connection is lost, or the server takes no writes.
    #[error("the database cannot be reached: {0}")]
    Lost(String),
    /// The server has no free connection.
    #[error("the database has no connection left: {0}")]
    NoFreeConnection(String),
    /// Trying again will not help.
    #[error(transparent)]
    Refused(#[from] StoreError),
}

impl Failure {
    /// Counts why work runs again.
    pub(crate) fn count(&self, counters: &Counters) {
        match self {
            Self::Conflict => counters.record_conflict(),
            Self::Lost(_) => counters.record_lost_connection(),
            Self::Refused(_) | Self::NoFreeConnection(_) => {}
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Conflict => Self::Engine(
                "other requests kept changing the same records; try again when fewer do so at the same time"
                    .to_owned(),
            ),
            Failure::Lost(_) | Failure::NoFreeConnection(_) => Self::Engine(failure.to_string()),
            Failure::Refused(error) => error,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.as_db_error() {
            // The message names tables and columns. Values are in the detail, which is dropped.
            Some(error) if *error.code() == SqlState::TOO_MANY_CONNECTIONS => {
                Self::NoFreeConnection(with_code(error.code(), error.message()))
            }
            Some(error) => match error.parsed_severity() {
                // The server has ended. The outcome of a commit shows when it is back.
                Some(Severity::Fatal | Severity::Panic) => {
                    Self::Lost(with_code(error.code(), error.message()))
                }
                Some(_) | None => by_state(error.code(), error.message()),
            },
            None if error.is_closed() => Self::Lost("the connection was closed".to_owned()),
            None => Self::Lost(with_causes(&error)),
        }
    }
}

fn by_state(state: &SqlState, message: &str) -> Failure {
    let text = with_code(state, message);
    match state.code() {
        // A version check failed; a unique index has the entry; the server found a serialization failure or a
        // deadlock; a lock timed out.
        "22012" | "23505" | "40001" | "40P01" | "55P03" => Failure::Conflict,
        "53100" => Failure::Refused(StoreError::Full),
        "XX001" | "XX002" => Failure::Refused(StoreError::Corrupt(text)),
        // The server stops, starts, or is a standby.
        "25006" | "57P01" | "57P02" | "57P03" => Failure::Lost(text),
        code if code.starts_with("08") => Failure::Lost(text),
        _ => Failure::Refused(StoreError::Engine(text)),
    }
}

fn with_code(state: &SqlState, message: &str) -> String {
    format!("{message} ({})", state.code())
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
