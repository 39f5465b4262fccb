//! How work runs, and how it ends.

use roster_store::StoreError;

/// How a batch uses the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// On one snapshot, without writes.
    ReadOnly,
    /// On one snapshot. The versions of all rows and the contents of all ranges that were read are checked when the batch is written.
    Optimistic,
    /// One piece of work, while no other transaction adds or removes rows or entries, or changes the rows that it gets.
    Exclusive,
}

impl Mode {
    /// # Errors
    ///
    /// For reads.
    pub(crate) fn require_write(self) -> Result<(), StoreError> {
        match self {
            Self::Optimistic | Self::Exclusive => Ok(()),
            Self::ReadOnly => Err(StoreError::read_only()),
        }
    }
}

/// How a run of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RunOutcome {
    /// Its writes are in the batch.
    Kept,
    /// It leaves no rows.
    Undone(Result<(), StoreError>),
    /// It must run again in [`Mode::Exclusive`].
    NeedsExclusive,
    /// It must run again, because it has read what other work of the batch has changed since.
    Stale,
    /// It must run again among the long scans, because it wanted to read more than short ones may.
    TooLong,
}
