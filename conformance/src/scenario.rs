//! Stories of rules.

use std::fmt;

use crate::expectation::Failure;
use crate::stage::Stage;

/// An id that nothing has.
pub(crate) const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// The story of a rule.
#[derive(Debug)]
pub struct Scenario {
    /// The operation that obeys the rule.
    pub operation: &'static str,
    /// The rule, as far as the story tells it.
    pub rule: &'static str,
    /// The test that pins it in the ledger.
    pub pinned_by: &'static str,
    /// Plays it.
    pub run: fn(&Stage<'_>) -> Result<(), Failure>,
}

/// Compares what a server shows with what it must show.
pub(crate) fn same<T: PartialEq + fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), Failure> {
    if found == expected {
        return Ok(());
    }
    Err(Failure::Wrong(format!(
        "{what} is {found:?} instead of {expected:?}"
    )))
}
