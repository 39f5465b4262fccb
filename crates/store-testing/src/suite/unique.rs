//! Each entry belongs to one row.

use roster_domain::Key;
use roster_domain::records::iam::IamUser;

use super::Engine;
use super::person::{ANA, BEN, Person};
use super::script::Step::{Count, Delete, Get, Insert, Update};
use super::script::{Seen, give, keep, look, wait, write};
use roster_store::Verdict;

const TAKEN: Seen = Seen::Taken(IamUser::BY_NAME.name);

#[doc(hidden)]
pub fn a_taken_entry_is_refused_with_the_name_of_its_index(engine: impl Engine) {
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
pub fn an_update_cannot_take_an_entry_of_another_row(engine: impl Engine) {
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
pub fn one_of_many_concurrent_inserts_gets_an_entry(engine: impl Engine) {
    const IDS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
    // The refused ones ignore it, and would keep their writes.
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
    let rows = look(engine.store(), &[Count(&IamUser::BY_BOUNDARY, Key::new())]);
    assert_eq!(rows, [Seen::Count(1)]);
}
