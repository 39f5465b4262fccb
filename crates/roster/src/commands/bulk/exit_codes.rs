//! The exit codes beside success and failure.

/// There are changes, or people were skipped.
pub(super) const CHANGES: u8 = 2;

/// The user interrupted the command.
pub(super) const INTERRUPTED: u8 = 130;
