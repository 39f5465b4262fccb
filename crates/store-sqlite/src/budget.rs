//! How much a scan may read before it goes to others.

use roster_store::StoreError;

/// How many rows a scan may have read when it reads more: no less than the longest page of a list has.
pub(crate) const SHORT_SCAN_ROWS: usize = 1_000;
/// How many rows the thread of the caller reads for a scan: a short page, and one more.
pub(crate) const AT_ONCE_ROWS: usize = 16;

/// How much work may read.
pub(crate) struct Budget {
    /// None if there is no limit.
    rows: Option<usize>,
    /// Whether no verb may read more than what is left.
    is_strict: bool,
    is_exceeded: bool,
}

impl Budget {
    pub(crate) const UNLIMITED: Self = Self {
        rows: None,
        is_strict: false,
        is_exceeded: false,
    };

    /// So many rows. What reads more than these at once may do so, if it is the first.
    pub(crate) const fn of(rows: usize) -> Self {
        Self {
            rows: Some(rows),
            ..Self::UNLIMITED
        }
    }

    /// [`AT_ONCE_ROWS`], and not one more.
    pub(crate) const AT_ONCE: Self = Self {
        is_strict: true,
        ..Self::of(AT_ONCE_ROWS)
    };

    /// Whether the work wanted more than there was: then its outcome does not count.
    pub(crate) const fn is_exceeded(&self) -> bool {
        self.is_exceeded
    }

    /// Whether there is a limit.
    pub(crate) const fn is_limited(&self) -> bool {
        self.rows.is_some()
    }

    /// Called before rows are read, of which there are so many at most.
    ///
    /// # Errors
    ///
    /// If nothing is left, or less than that may be too little.
    pub(crate) fn require(&mut self, most: usize) -> Result<(), StoreError> {
        match self.rows {
            Some(left) if left == 0 || self.is_strict && left < most => self.exceed(),
            Some(_) | None => Ok(()),
        }
    }

    /// Called before entries are read, of which there are so many at most, but probably few. Returns how many to read: one more than
    /// what is left shows that it is too little.
    ///
    /// # Errors
    ///
    /// If nothing is left.
    pub(crate) fn require_some(&mut self, most: usize) -> Result<usize, StoreError> {
        self.require(0)?;
        Ok(match self.rows {
            Some(left) if self.is_strict => most.min(left + 1),
            Some(_) | None => most,
        })
    }

    /// Called before rows are read by so many keys, which are no part of what is spent.
    ///
    /// # Errors
    ///
    /// If these are too many for the thread of the caller.
    pub(crate) fn require_keys(&mut self, keys: usize) -> Result<(), StoreError> {
        if self.is_strict && keys > AT_ONCE_ROWS {
            return self.exceed();
        }
        Ok(())
    }

    /// Called before a filter looks at all entries of a range, of which there may be any number.
    ///
    /// # Errors
    ///
    /// If there is a limit.
    pub(crate) fn require_unlimited(&mut self) -> Result<(), StoreError> {
        match self.rows {
            Some(_) => self.exceed(),
            None => Ok(()),
        }
    }

    /// Called when rows were read.
    ///
    /// # Errors
    ///
    /// If these are more than there may be.
    pub(crate) fn spend(&mut self, rows: usize) -> Result<(), StoreError> {
        match &mut self.rows {
            Some(left) if self.is_strict && *left < rows => self.exceed(),
            Some(left) => {
                *left = left.saturating_sub(rows);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn exceed(&mut self) -> Result<(), StoreError> {
        self.rows = Some(0);
        self.is_exceeded = true;
        Err(StoreError::Engine(
            "this scan must run among longer ones".to_owned(),
        ))
    }
}
