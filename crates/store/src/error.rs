//! Errors of storage.

use std::thread;

use roster_domain::Index;
use thiserror::Error;

/// The engine failed. Nothing was changed, unless the variant says otherwise.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk that holds the directory is full; free some space, then try again")]
    Full,
    /// The stored data is damaged.
    #[error("the stored data is damaged: {0}")]
    Corrupt(String),
    /// A flush of the disk failed, now or before. Whether the change was made shows after a restart; until then the
    /// engine does nothing more.
    #[error("the disk could not be flushed, so nothing is done until a restart; see to the disk first: {0}")]
    Unflushed(String),
    /// A thread of the engine has panicked. Whether its work was done shows after a restart; until then the engine
    /// does nothing more.
    #[error("the thread {0} of the server has panicked, so nothing is done until a restart")]
    Crashed(String),
    /// Too much work waits for the engine.
    #[error("the server is overloaded: too much work waits for the directory; try again")]
    Overloaded,
    /// The engine is stopping.
    #[error("the server is stopping")]
    Stopped,
    /// The connection was lost during a commit, and the outcome could not be found out.
    #[error(
        "the database was lost at the last moment: whether the change was made is not known; look before trying again"
    )]
    Unknown,
    /// Anything else: the text of the engine.
    #[error("storage failed: {0}")]
    Engine(String),
}

impl StoreError {
    /// The outcome of work that is dropped unfinished: its thread has panicked, or the engine is stopping.
    pub fn dropped() -> Self {
        if thread::panicking() {
            Self::Crashed(thread::current().name().unwrap_or("without a name").to_owned())
        } else {
            Self::Stopped
        }
    }
}

/// Misuse of the port, in the same words on every engine.
impl StoreError {
    /// Another record of the kind has the key of an inserted one.
    pub fn key_exists(kind: &str) -> Self {
        Self::Engine(format!("a {kind} has this key already"))
    }

    /// The record to update or delete does not exist, or lacks an entry to remove.
    pub fn no_such(kind: &str) -> Self {
        Self::Engine(format!("there is no such {kind}, or it does not have this entry"))
    }

    /// A read tried to write.
    pub fn read_only() -> Self {
        Self::Engine("work given as a read tried to write".to_owned())
    }

    /// A store that was opened only to be read was given work that may write.
    pub fn read_only_store() -> Self {
        Self::Engine("the store was opened read-only".to_owned())
    }

    /// Work that may write asked for the audit, which only reads see.
    pub fn audit_in_a_write() -> Self {
        Self::Engine("work that may write asked for the audit".to_owned())
    }
}

/// Why a record could not be written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WriteError {
    /// Another record has the same entry in an index.
    #[error("another record has the same {}", .0.name)]
    Taken(&'static Index),
    /// The engine failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
