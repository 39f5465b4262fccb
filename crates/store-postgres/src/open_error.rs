//! Why a database cannot be opened.

use thiserror::Error;

use crate::failure::Failure;

/// A database could not be opened.
#[derive(Debug, Error)]
#[error("the database cannot be opened: {reason}")]
pub struct OpenError {
    /// The reason, and what to do about it.
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
    /// The URL is not valid.
    #[error("{0}; see docs/guide/operate.md for what --database takes")]
    Url(String),
    /// A newer version of this program wrote it.
    #[error("a newer roster wrote it (layout {found}, and this one knows {known}); use the newer one")]
    Newer {
        /// Its layout.
        found: i32,
        /// The newest layout that this version knows.
        known: i32,
    },
    /// A newer version has changed how records are stored: this one would write them wrongly.
    #[error(
        "a newer roster writes to it (migration {found}, and this one knows {known}); use the newer one, or restore a backup from \
         before the upgrade"
    )]
    NewerRecords {
        /// The number of its last migration.
        found: i32,
        /// The last migration that this version knows.
        known: i32,
    },
    /// A newer version has written records that this one cannot read.
    #[error(
        "a newer roster has written records that this one cannot read (migration {found}, and this one knows {known}); use the newer \
         one"
    )]
    UnreadableRecords {
        /// The number of the last migration that must be known.
        found: i32,
        /// The last migration that this version knows.
        known: i32,
    },
    /// It is an unfinished copy.
    #[error("`roster copy` has not finished copying into it; run that again, or choose another database")]
    Unfinished,
    /// It has no tables.
    #[error("it has no records; `roster serve --database` makes its tables")]
    Empty,
    /// It acknowledges commits before they are durable.
    #[error(
        "synchronous_commit is off there, so that a crash would lose what was acknowledged; set it to on, for the role and the database of --database"
    )]
    NotDurable,
    /// A kind with records lacks an index.
    #[error("its records have no index {0:?}, and this roster cannot add it; use the one that wrote them")]
    NotIndexed(String),
    /// Two records share an entry of an index that is added.
    #[error(
        "two of its records share an entry of the new index {0:?}; change one with the roster that wrote them, and start this one again"
    )]
    Ambiguous(String),
    /// A server of an older version writes to it.
    #[error(
        "a server of an older version writes to it, which would not know its new indexes; stop every server of the older version, \
         wait 15 minutes if one was killed, and start this one again"
    )]
    OlderServer,
    /// A record cannot be read.
    #[error("it is damaged ({0}); restore a backup")]
    Damaged(String),
    /// Anything else: the text of the system.
    #[error("{0}")]
    Failed(String),
}

impl From<Failure> for Reason {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure.to_string())
    }
}
