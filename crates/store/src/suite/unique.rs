//! Entries belong to one row each.

use roster_domain::Key;
use roster_domain::records::User;

use super::Engine;
use super::person::{ANA, BEN, Person};
use super::script::Step::{Count, Delete, Get, Insert, Update};
use super::script::{Seen, give, keep, look, wait, write};
use crate::store::Verdict;

const TAKEN: Seen = Seen::Taken(User::BY_USERNAME.name);

#[doc(hidden)]
pub fn a_taken_entry_is_refused_by_the_name_of_its_index(engine: impl Engine) {
    let namesake = Person { id: "9", ..ANA };
    let same_place = Person { name: "bob", ..ANA };
    keep(engine.store(), &[Insert(ANA)]);
    let report = write(engine.store(), Some(Verdict::Undo), &[Insert(namesake)]);
    assert_eq!((report.seen, report.outcome), (vec![TAKEN], Ok(())));
    let moved = Person {
        id: "8",
        ..same_place
    };
    assert_eq!(keep(engine.store(), &[Insert(moved)]), [Seen::Nothing]);
}

#[doc(hidden)]
pub fn an_update_cannot_take_an_entry_either(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let second_ana = Person {
        name: ANA.name,
        ..BEN
    };
    let report = write(engine.store(), Some(Verdict::Undo), &[Update(BEN, second_ana)]);
    assert_eq!(report.seen, [TAKEN]);
    assert_eq!(look(engine.store(), &[Get(BEN)]), [BEN.seen()]);
}

#[doc(hidden)]
pub fn a_deleted_entry_is_free_within_the_same_work(engine: impl Engine) {
    let namesake = Person { id: "9", ..ANA };
    keep(engine.store(), &[Insert(ANA)]);
    keep(engine.store(), &[Delete(ANA), Insert(namesake)]);
    assert_eq!(
        look(engine.store(), &[Get(ANA), Get(namesake)]),
        [Seen::Nothing, namesake.seen()]
    );
}

#[doc(hidden)]
pub fn of_many_who_want_the_same_entry_at_once_one_gets_it(engine: impl Engine) {
    const IDS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
    // Those who are refused do not mind, and would keep what they have: nothing.
    let reports = IDS.map(|id| {
        give(
            engine.store(),
            Some(Verdict::Keep),
            &[Insert(Person { id, ..ANA })],
        )
    });
    let kept = reports
        .iter()
        .filter(|report| wait(report).outcome.is_ok())
        .count();
    assert_eq!(kept, 1);
    let rows = look(engine.store(), &[Count(&User::BY_ROUTING_PROFILE, Key::new())]);
    assert_eq!(rows, [Seen::Count(1)]);
}
