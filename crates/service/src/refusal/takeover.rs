//! Refusals of the takeover guard.

use std::fmt;

/// Why nothing becomes of a change that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeoverRefusal {
    /// No change of the user waits under this id.
    NoSuchChange,
    /// The change waits for no approval.
    NoApprovalAwaited,
    /// The address in force is not the one that the change was to replace.
    OtherAddress,
    /// The principal that asked for the change cannot approve it.
    OwnChange,
}

impl fmt::Display for TakeoverRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoSuchChange => {
                "No such change of the user waits: it was applied, dropped or replaced, or it has expired"
            }
            Self::NoApprovalAwaited => "The change waits for no approval",
            Self::OtherAddress => {
                "The user has another address than when the change was requested: reject it, and request a new one"
            }
            Self::OwnChange => {
                "The principal that asked for the change cannot approve it: a second principal must"
            }
        })
    }
}
