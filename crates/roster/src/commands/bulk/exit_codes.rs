//! The exit codes.

/// Everything is as it shall be.
pub(super) const SUCCESS: u8 = 0;

/// Something could not be done.
pub(super) const FAILURE: u8 = 1;

/// There are changes, or people were skipped.
pub(super) const CHANGES: u8 = 2;

/// The user interrupted the command.
pub(super) const INTERRUPTED: u8 = 130;
