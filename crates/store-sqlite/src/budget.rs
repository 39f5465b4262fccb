//! How much a scan may read before it goes to the long ones.

use roster_store::StoreError;

/// How many rows a scan may have read when it reads more: no less than the longest page of a list has.
pub(crate) const SHORT_SCAN_ROWS: usize = 1_000;

/// How much work may read.
pub(crate) struct Budget {
    /// None if there is no limit.
    rows: Option<usize>,
    is_exceeded: bool,
}

impl Budget {
    pub(crate) const UNLIMITED: Self = Self {
        rows: None,
        is_exceeded: false,
    };

    /// So many rows. What reads more than these at once may do so, if it is the first.
    pub(crate) const fn of(rows: usize) -> Self {
        Self {
            rows: Some(rows),
            is_exceeded: false,
        }
    }

    /// Whether the work wanted more than there was: then its outcome does not count.
    pub(crate) const fn is_exceeded(&self) -> bool {
        self.is_exceeded
    }

    /// Called before rows are read.
    ///
    /// # Errors
    ///
    /// If nothing is left.
    pub(crate) fn require(&mut self) -> Result<(), StoreError> {
        if self.rows == Some(0) {
            self.is_exceeded = true;
            return Err(StoreError::Engine(
                "this scan must run among the long ones".to_owned(),
            ));
        }
        Ok(())
    }

    /// Called before a filter looks at all entries of a range, of which there may be any number.
    ///
    /// # Errors
    ///
    /// If there is a limit.
    pub(crate) fn require_unlimited(&mut self) -> Result<(), StoreError> {
        if self.rows.is_some() {
            self.rows = Some(0);
        }
        self.require()
    }

    /// Called when rows were read.
    pub(crate) fn spend(&mut self, rows: usize) {
        if let Some(left) = &mut self.rows {
            *left = left.saturating_sub(rows);
        }
    }
}
