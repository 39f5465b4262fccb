//! Concurrent work, which an engine may run in one transaction.

use super::Engine;
use super::person::{ANA, Person};
use super::script::Step::{Audit, Get, Insert, Panic};
use super::script::{Seen, give, keep, look, wait};
use roster_store::Verdict::{self, Keep, Undo};

const PEOPLE: [Person; 6] = [
    person("0"),
    person("1"),
    person("2"),
    person("3"),
    person("4"),
    person("5"),
];

const fn person(id: &'static str) -> Person {
    Person { id, name: id, ..ANA }
}

#[doc(hidden)]
pub fn concurrent_work_is_kept_or_undone_separately(engine: impl Engine) {
    let verdicts: [Option<Verdict>; 6] = [Some(Keep), Some(Undo), None, Some(Keep), Some(Undo), Some(Keep)];
    let reports: Vec<_> = PEOPLE
        .iter()
        .zip(verdicts)
        .map(|(person, verdict)| give(engine.store(), verdict, &[Insert(*person), Audit("at once")]))
        .collect();
    let outcomes: Vec<_> = reports
        .iter()
        .map(|report| wait(report).outcome.is_ok())
        .collect();
    assert_eq!(outcomes, verdicts.map(|verdict| verdict.is_some()));
    let expected: Vec<_> = PEOPLE
        .iter()
        .zip(verdicts)
        .map(|(person, verdict)| {
            if verdict == Some(Keep) {
                person.seen()
            } else {
                Seen::Nothing
            }
        })
        .collect();
    assert_eq!(look(engine.store(), &PEOPLE.map(Get)), expected);
}

#[doc(hidden)]
pub fn panicking_work_leaves_other_work_intact(engine: impl Engine) {
    let before = give(engine.store(), Some(Keep), &[Insert(PEOPLE[0])]);
    let bad = give(engine.store(), Some(Keep), &[Insert(PEOPLE[1]), Panic]);
    let after = give(engine.store(), Some(Keep), &[Insert(PEOPLE[2])]);
    assert!(wait(&bad).outcome.is_err());
    assert_eq!((wait(&before).outcome, wait(&after).outcome), (Ok(()), Ok(())));
    keep(engine.store(), &[Insert(PEOPLE[3])]);
    assert_eq!(
        look(engine.store(), &[0, 1, 2, 3].map(|number| Get(PEOPLE[number]))),
        [
            PEOPLE[0].seen(),
            Seen::Nothing,
            PEOPLE[2].seen(),
            PEOPLE[3].seen()
        ]
    );
}
