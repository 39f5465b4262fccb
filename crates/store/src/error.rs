//! What can go wrong with storage.

use std::thread;

use roster_domain::Index;
use thiserror::Error;

/// The engine could not do its work; nothing was changed, unless it says otherwise.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// There is no room left.
    #[error("the disk that holds the directory is full; free some space, then try again")]
    Full,
    /// What is stored is damaged.
    #[error("the stored data is damaged: {0}")]
    Corrupt(String),
    /// The disk did not take what was written, or somebody else's writing before. Whether it is there
    /// shows after a restart; until then the engine does nothing more.
    #[error("the disk could not be flushed, so nothing is done until a restart; see to the disk first: {0}")]
    Unflushed(String),
    /// A thread of the engine has panicked. What became of work that it had shows after a restart; until then
    /// the engine does nothing more.
    #[error("the thread {0} of the server has panicked, so nothing is done until a restart")]
    Crashed(String),
    /// So much work waits for the engine that it takes no more for now.
    #[error("the server is overloaded: too much work waits for the directory; try again")]
    Overloaded,
    /// The engine is stopping, and takes no more work.
    #[error("the server is stopping")]
    Stopped,
    /// The database was lost while it was told to commit, and could not be asked since.
    #[error(
        "the database was lost at the last moment: whether the change was made is not known; look before trying again"
    )]
    Unknown,
    /// Anything else, as the engine says it.
    #[error("storage failed: {0}")]
    Engine(String),
}

impl StoreError {
    /// What work hears that is dropped unfinished: that its thread has panicked, or that the engine is
    /// stopping.
    pub fn dropped() -> Self {
        if thread::panicking() {
            Self::Crashed(thread::current().name().unwrap_or("without a name").to_owned())
        } else {
            Self::Stopped
        }
    }
}

/// Mistakes of a caller of the port, in the same words on every engine.
impl StoreError {
    /// Another record of the kind has the key of one that is inserted.
    pub fn key_exists(kind: &str) -> Self {
        Self::Engine(format!("a {kind} has this key already"))
    }

    /// There is no record to update or delete, or it does not have an entry that is to be removed.
    pub fn no_such(kind: &str) -> Self {
        Self::Engine(format!("there is no such {kind}, or it does not have this entry"))
    }

    /// Work that was given as a read tried to write.
    pub fn read_only() -> Self {
        Self::Engine("work given as a read tried to write".to_owned())
    }

    /// Work that may write asked for the audit, which only a read is shown.
    pub fn audit_in_a_write() -> Self {
        Self::Engine("work that may write asked for the audit".to_owned())
    }
}

/// A record could not be written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WriteError {
    /// Another record has the same entry in an index.
    #[error("another record has the same {}", .0.name)]
    Taken(&'static Index),
    /// The engine failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
