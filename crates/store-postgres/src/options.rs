//! How an engine works.

use roster_domain::migrations::{MIGRATIONS, Migration};

/// How an engine works.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many pieces of work share one transaction at most; 1 gives each its own.
    pub batch_limit: usize,
    /// How many connections write.
    pub committers: usize,
    /// How many connections run point reads; one more runs scans.
    pub readers: usize,
    /// The indexes that are filled if they are missing.
    pub migrations: &'static [Migration],
}

impl Options {
    /// Options for a maximum number of connections; the minimum is three.
    #[must_use]
    pub fn of_connections(connections: u16) -> Self {
        // One is for scans. Of an odd number of others, writes get one more, because they cost more.
        let shared = usize::from(connections.max(3)) - 1;
        Self {
            committers: shared.div_ceil(2),
            readers: shared / 2,
            ..Self::default()
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            batch_limit: 64,
            committers: 3,
            readers: 3,
            migrations: MIGRATIONS,
        }
    }
}
