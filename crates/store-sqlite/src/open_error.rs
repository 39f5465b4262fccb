//! Why a database cannot be opened.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

/// A database could not be opened.
#[derive(Debug, Error)]
#[error("{} cannot be opened: {reason}", .path.display())]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// The reason, and what to do about it.
    pub reason: Reason,
}

/// Why a database could not be opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Reason {
    /// Another process writes to it.
    #[error("another roster is using it; stop that one, or choose another --data-dir")]
    InUse,
    /// It has another format.
    #[error("it is not an SQLite database; restore a backup, or choose another --data-dir")]
    NotADatabase,
    /// Another program made it.
    #[error("it belongs to another program; choose another --data-dir")]
    Foreign,
    /// A newer version of this program wrote it.
    #[error("a newer roster wrote it (layout {found}, and this one knows {known}); use the newer one")]
    Newer {
        /// Its layout.
        found: u32,
        /// The newest layout that this version knows.
        known: u32,
    },
    /// A newer version has changed how records are stored: this one would write them wrongly.
    #[error(
        "a newer roster writes to it (migration {found}, and this one knows {known}); use the newer one, or restore a backup from \
         before the upgrade"
    )]
    NewerRecords {
        /// The number of its last migration.
        found: u32,
        /// The last migration that this version knows.
        known: u32,
    },
    /// A newer version has written records that this one cannot read.
    #[error(
        "a newer roster has written records that this one cannot read (migration {found}, and this one knows {known}); use the newer \
         one"
    )]
    UnreadableRecords {
        /// The number of the last migration that must be known.
        found: u32,
        /// The last migration that this version knows.
        known: u32,
    },
    /// It is an unfinished copy.
    #[error("`roster copy` has not finished copying into it; run that again, or choose another --data-dir")]
    Unfinished,
    /// It is damaged.
    #[error("it is damaged ({0}); restore a backup")]
    Damaged(String),
    /// A kind with records lacks an index.
    #[error(
        "its records have no index {0:?}, and this roster cannot add it; use the one that wrote the file"
    )]
    NotIndexed(String),
    /// Two records share an entry of an index that is added.
    #[error(
        "two of its records share an entry of the new index {0:?}; change one with the roster that wrote them, and start this one again"
    )]
    Ambiguous(String),
    /// Anything else: the text of the system.
    #[error("{0}; see that the file and its directory can be read and written")]
    Failed(String),
}

impl OpenError {
    pub(crate) fn new(path: &Path, reason: Reason) -> Self {
        Self {
            path: path.to_owned(),
            reason,
        }
    }
}

impl From<rusqlite::Error> for Reason {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
