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
    /// How many connections run the scans that are too long for that one. Without any, that one runs them too.
    pub long_scan_readers: usize,
    /// The indexes that are filled if they are missing.
    pub migrations: &'static [Migration],
}

impl Options {
    /// Options for a maximum number of connections; the minimum is three.
    #[must_use]
    pub fn of_connections(connections: u16) -> Self {
        let connections = usize::from(connections.max(3));
        // One is for scans, and one for long ones, unless there are too few.
        let long_scan_readers = usize::from(connections > 3);
        // Of an odd number of others, writes get one more, because they cost more.
        let shared = connections - 1 - long_scan_readers;
        Self {
            committers: shared.div_ceil(2),
            readers: shared / 2,
            long_scan_readers,
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
            long_scan_readers: 1,
            migrations: MIGRATIONS,
        }
    }
}
