//! What work may do.

use roster_store::StoreError;

/// Whether work may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

impl Access {
    /// # Errors
    ///
    /// For a read.
    pub(crate) fn require_write(self) -> Result<(), StoreError> {
        match self {
            Self::Write => Ok(()),
            Self::Read => Err(StoreError::read_only()),
        }
    }
}
