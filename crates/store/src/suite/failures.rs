//! Mistakes of whoever uses the port: they fail, rather than spoil an index.

use super::Engine;
use super::person::{ANA, Person};
use super::script::Step::{Delete, Insert, Update};
use super::script::{Seen, keep, write};
use crate::store::Verdict;

#[doc(hidden)]
pub fn a_key_that_is_there_cannot_be_inserted(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA)]);
    let same_key = Person {
        name: "bob",
        team: "blue",
        ..ANA
    };
    let report = write(engine.store(), Some(Verdict::Undo), &[Insert(same_key)]);
    assert_eq!(report.seen, [Seen::Failure]);
    assert!(report.outcome.is_err());
}

#[doc(hidden)]
pub fn what_is_not_there_cannot_be_updated(engine: impl Engine) {
    let report = write(engine.store(), Some(Verdict::Undo), &[Update(ANA, ANA)]);
    assert_eq!(report.seen, [Seen::Failure]);
}

#[doc(hidden)]
pub fn what_is_not_there_cannot_be_deleted(engine: impl Engine) {
    let report = write(engine.store(), Some(Verdict::Undo), &[Delete(ANA)]);
    assert_eq!(report.seen, [Seen::Failure]);
}
