//! The commands that begin transactions.

/// Begins a read on one snapshot.
pub(crate) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
/// Begins a write. The client limits how long a commit may take: a server that stops waiting for its standby reports
/// success.
pub(crate) const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0";
/// Ends a read and begins a write.
pub(crate) const READ_TO_WRITE: &str =
    "COMMIT; BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0";
/// The point that exclusive work rolls back to, if its rows are undone and its audit records are kept.
pub(crate) const SAVEPOINT: &str = "SAVEPOINT work";
pub(crate) const ROLL_BACK_TO_SAVEPOINT: &str = "ROLLBACK TO SAVEPOINT work";
/// Prevents all other transactions from adding or removing rows or entries, and from relying on ranges that they have read.
pub(crate) const LOCK_EXCLUSIVE: &str = "SELECT layout FROM roster WHERE id = 1 FOR UPDATE";
/// Taken by every other transaction that adds or removes rows or entries, or has read ranges; waits for [`LOCK_EXCLUSIVE`].
pub(crate) const LOCK_SHARED: &str = "SELECT layout FROM roster WHERE id = 1 FOR SHARE";
