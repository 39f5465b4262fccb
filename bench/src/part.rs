//! The parts of the measurements, which can be measured one by one.

use clap::ValueEnum;

/// A part of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// The start of a server
    Starts,
    /// The command line beside the AWS CLI
    Commands,
    /// Users with passwords
    Passwords,
    /// Reads and updates
    Operations,
    /// Updates beside SQLite alone
    SqliteAlone,
    /// Updates by a user with policies
    Policies,
    /// One commit for many
    Commits,
    /// `roster bulk`
    Bulk,
    /// Lists beside searchers
    Searchers,
    /// Many access keys
    Keys,
    /// Many users: with --users or --full
    Sizes,
    /// Beside moto
    Moto,
    /// The deletion of an instance
    Deletion,
    /// All of it on PostgreSQL
    Postgres,
}

impl Part {
    /// Whether it needs a directory on SQLite.
    pub(super) fn is_on_directory(self) -> bool {
        match self {
            Self::Operations
            | Self::SqliteAlone
            | Self::Policies
            | Self::Commits
            | Self::Bulk
            | Self::Searchers
            | Self::Keys
            | Self::Sizes
            | Self::Moto => true,
            Self::Starts | Self::Commands | Self::Passwords | Self::Deletion | Self::Postgres => false,
        }
    }
}
