//! What PostgreSQL says, in words that tell what to do next.

use roster_store::{StoreError, Tally};
use thiserror::Error;
use tokio_postgres::Error;
use tokio_postgres::error::{Severity, SqlState};

/// Why something could not be done on a connection.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Somebody else was quicker: the same again may succeed.
    #[error("somebody else changed the same rows")]
    Conflict,
    /// The connection is gone, or leads to a server that takes no writes.
    #[error("the database cannot be reached: {0}")]
    Lost(String),
    /// The server has no more connections to give.
    #[error("the database has no connection left: {0}")]
    Crowded(String),
    /// It cannot be done, and trying again will not help.
    #[error(transparent)]
    Refused(#[from] StoreError),
}

impl Failure {
    /// Notes why work is begun again.
    pub(crate) fn count(&self, tally: &Tally) {
        match self {
            Self::Conflict => tally.conflicted(),
            Self::Lost(_) => tally.disconnected(),
            Self::Refused(_) | Self::Crowded(_) => {}
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Conflict => Self::Engine(
                "others kept changing the same records; try again when fewer do so at once".to_owned(),
            ),
            Failure::Lost(_) | Failure::Crowded(_) => Self::Engine(failure.to_string()),
            Failure::Refused(error) => error,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.as_db_error() {
            // The message names tables and columns. Values stand in the detail, and stay there.
            Some(told) if *told.code() == SqlState::TOO_MANY_CONNECTIONS => {
                Self::Crowded(with_code(told.code(), told.message()))
            }
            Some(told) => match told.parsed_severity() {
                // The server has ended, and what became of a commit shows when it is back.
                Some(Severity::Fatal | Severity::Panic) => Self::Lost(with_code(told.code(), told.message())),
                Some(_) | None => by_state(told.code(), told.message()),
            },
            None if error.is_closed() => Self::Lost("the connection was closed".to_owned()),
            None => Self::Lost(with_causes(&error)),
        }
    }
}

fn by_state(state: &SqlState, message: &str) -> Failure {
    let text = with_code(state, message);
    match state.code() {
        // A check of ours found a row in another version; a unique index found an entry; the server
        // found that two transactions cannot both be first.
        "22012" | "23505" | "40001" | "40P01" | "55P03" => Failure::Conflict,
        "53100" => Failure::Refused(StoreError::Full),
        "XX001" | "XX002" => Failure::Refused(StoreError::Corrupt(text)),
        // The server stops, starts, or has become a standby.
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
