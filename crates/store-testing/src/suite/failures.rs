//! Misuse of the port fails, and does not damage an index.

use std::slice;

use roster_domain::Record;
use roster_domain::records::iam::IamUser;

use super::Engine;
use super::person::{ANA, BEN, Person};
use super::script::Step::{self, Delete, Find, Get, Insert, Update};
use super::script::{Seen, keep, look, write};
use roster_store::StoreError;
use roster_store::Verdict;

/// Checks that a step is refused, whatever the verdict, and leaves nothing behind: only Ana exists.
fn assert_refused(engine: &impl Engine, step: Step, refusal: &StoreError) {
    keep(engine.store(), &[Insert(ANA)]);
    for verdict in [Verdict::Undo, Verdict::Keep] {
        let report = write(engine.store(), Some(verdict), slice::from_ref(&step));

        assert_eq!(report.seen, [Seen::Failure(refusal.clone())], "{step:?}");
        assert_eq!(report.outcome, Err(refusal.clone()), "{step:?}");
        let steps = [
            Get(ANA),
            Find(ANA.by_name()),
            Find(ANA.by_team()),
            Get(BEN),
            Find(BEN.by_name()),
            Find(BEN.by_team()),
        ];
        let (ana, nothing) = (ANA.seen(), Seen::Nothing);
        let expected = [
            ana.clone(),
            ana.clone(),
            ana,
            nothing.clone(),
            nothing.clone(),
            nothing,
        ];
        assert_eq!(look(engine.store(), &steps), expected, "{step:?}");
    }
}

#[doc(hidden)]
pub fn an_existing_key_cannot_be_inserted(engine: impl Engine) {
    let same_key = Person {
        id: ANA.id,
        team: "blue",
        ..BEN
    };
    let refusal = StoreError::key_exists(IamUser::KIND.name);
    assert_refused(&engine, Insert(same_key), &refusal);
}

#[doc(hidden)]
pub fn a_missing_row_cannot_be_updated(engine: impl Engine) {
    let refusal = StoreError::no_such(IamUser::KIND.name);
    let renamed = Person { name: "benny", ..BEN };
    assert_refused(&engine, Update(BEN, renamed), &refusal);
}

#[doc(hidden)]
pub fn a_missing_row_cannot_be_deleted(engine: impl Engine) {
    let refusal = StoreError::no_such(IamUser::KIND.name);
    assert_refused(&engine, Delete(BEN), &refusal);
}
