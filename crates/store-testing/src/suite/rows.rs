//! The verbs, one by one.

use roster_domain::Key;
use roster_domain::records::iam::IamUser;

use super::Engine;
use super::person::{ANA, BEN, CARL, OTHER_ANA, Person};
use super::script::Step::{
    self, Count, Delete, DeleteSome, Entries, Find, Get, GetAll, Insert, Scan, Update,
};
use super::script::{Seen, give, keep, look, read, rows, wait};
use roster_store::{ReadKind, Verdict};

/// The prefix of the first company.
fn acme() -> Key {
    Key::new().text("acme")
}

#[doc(hidden)]
pub fn an_inserted_row_is_found_by_key_and_by_entry(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let steps = [Get(ANA), Find(ANA.by_name()), Find(ANA.by_team()), Get(BEN)];
    assert_eq!(
        look(engine.store(), &steps),
        [ANA.seen(), ANA.seen(), ANA.seen(), BEN.seen()]
    );
}

#[doc(hidden)]
pub fn a_missing_row_is_not_found(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA)]);
    let steps = [Get(BEN), Find(BEN.by_name()), Get(OTHER_ANA)];
    assert_eq!(
        look(engine.store(), &steps),
        [Seen::Nothing, Seen::Nothing, Seen::Nothing]
    );
}

#[doc(hidden)]
pub fn an_update_replaces_the_body_and_entries(engine: impl Engine) {
    let anna = Person { name: "anna", ..ANA };
    keep(engine.store(), &[Insert(ANA)]);
    keep(engine.store(), &[Update(ANA, anna)]);
    let steps = [
        Get(ANA),
        Find(ANA.by_name()),
        Find(anna.by_name()),
        Find(ANA.by_team()),
    ];
    assert_eq!(
        look(engine.store(), &steps),
        [anna.seen(), Seen::Nothing, anna.seen(), anna.seen()]
    );
}

#[doc(hidden)]
pub fn a_deleted_row_is_gone_with_its_entries(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    keep(engine.store(), &[Delete(ANA)]);
    let steps = [
        Get(ANA),
        Find(ANA.by_name()),
        Count(&IamUser::BY_BOUNDARY, acme()),
        Get(BEN),
    ];
    assert_eq!(
        look(engine.store(), &steps),
        [Seen::Nothing, Seen::Nothing, Seen::Count(1), BEN.seen()]
    );
    keep(engine.store(), &[Insert(ANA)]);
    assert_eq!(look(engine.store(), &[Find(ANA.by_name())]), [ANA.seen()]);
}

#[doc(hidden)]
pub fn keys_and_bodies_may_be_any_bytes(engine: impl Engine) {
    let odd = Person {
        id: "a\0b\u{ff}'\"%_\\\u{10ffff}",
        name: "\0",
        ..ANA
    };
    let odder = Person {
        id: "a\0",
        name: "",
        ..ANA
    };
    keep(engine.store(), &[Insert(odd), Insert(odder)]);
    let steps = [Get(odd), Find(odd.by_name()), Get(odder), Find(odder.by_name())];
    assert_eq!(
        look(engine.store(), &steps),
        [odd.seen(), odd.seen(), odder.seen(), odder.seen()]
    );
}

#[doc(hidden)]
pub fn a_scan_is_in_the_order_of_entries(engine: impl Engine) {
    keep(engine.store(), &[Insert(CARL), Insert(ANA), Insert(BEN)]);
    let steps = [
        Scan(&IamUser::BY_NAME, acme(), None, 10),
        Scan(&IamUser::BY_BOUNDARY, acme(), None, 10),
    ];
    assert_eq!(
        look(engine.store(), &steps),
        [
            rows(&[ANA, BEN, CARL], Person::by_name),
            rows(&[CARL, ANA, BEN], Person::by_team)
        ]
    );
}

#[doc(hidden)]
pub fn rows_are_read_by_several_keys_at_once(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let bodies = look(engine.store(), &[GetAll(&[BEN, CARL, ANA, BEN]), GetAll(&[])]);
    let (ana, ben) = (Some(ANA.body()), Some(BEN.body()));
    assert_eq!(
        bodies,
        [
            Seen::Bodies(vec![ben.clone(), None, ana, ben]),
            Seen::Bodies(Vec::new())
        ]
    );
}

#[doc(hidden)]
pub fn entries_are_read_without_their_rows(engine: impl Engine) {
    keep(
        engine.store(),
        &[Insert(CARL), Insert(ANA), Insert(BEN), Insert(OTHER_ANA)],
    );
    let entries = |limit| Entries(&IamUser::BY_NAME, acme(), limit, None);
    assert_eq!(
        look(engine.store(), &[entries(2), entries(9)]),
        [entries_of(&[ANA, BEN]), entries_of(&[ANA, BEN, CARL])]
    );
}

#[doc(hidden)]
pub fn entries_that_contain_bytes_are_found_among_others(engine: impl Engine) {
    let odd = Person {
        name: "\0%\u{ff}'",
        ..BEN
    };
    keep(
        engine.store(),
        &[Insert(CARL), Insert(ANA), Insert(odd), Insert(OTHER_ANA)],
    );
    let containing = |bytes, limit| Entries(&IamUser::BY_NAME, acme(), limit, Some(bytes));
    let steps = [
        containing(b"n", 1),
        containing(b"ar", 9),
        containing(b"A", 9),
        containing("%\u{ff}'".as_bytes(), 9),
        containing(b"", 9),
    ];
    // An engine may prepare the second search of a kind.
    for kind in [ReadKind::Point, ReadKind::Scan, ReadKind::Scan] {
        let report = read(engine.store(), kind, &steps);
        assert_eq!(report.outcome, Ok(()), "{kind:?}");
        assert_eq!(
            report.seen,
            [
                entries_of(&[ANA]),
                entries_of(&[CARL]),
                entries_of(&[]),
                entries_of(&[odd]),
                entries_of(&[odd, ANA, CARL]),
            ],
            "{kind:?}"
        );
    }
}

/// The entries of these people by name.
fn entries_of(people: &[Person]) -> Seen {
    let entries = people.iter().map(|person| (person.by_name().key, person.key()));
    Seen::Entries(entries.collect())
}

#[doc(hidden)]
pub fn pages_join_without_gap_or_repetition(engine: impl Engine) {
    keep(engine.store(), &[Insert(CARL), Insert(ANA), Insert(BEN)]);
    let page = |after: Option<Person>| {
        let after = after.map(|person| person.by_name().key);
        look(engine.store(), &[Scan(&IamUser::BY_NAME, acme(), after, 2)])
    };
    assert_eq!(page(None), [rows(&[ANA, BEN], Person::by_name)]);
    assert_eq!(page(Some(BEN)), [rows(&[CARL], Person::by_name)]);
    assert_eq!(page(Some(CARL)), [rows(&[], Person::by_name)]);
    // The last row of the page before may be deleted meanwhile.
    keep(engine.store(), &[Delete(BEN)]);
    assert_eq!(page(Some(BEN)), [rows(&[CARL], Person::by_name)]);
}

#[doc(hidden)]
pub fn a_scan_stays_within_its_prefix(engine: impl Engine) {
    let longer = Person {
        company: "acme2",
        ..ANA
    };
    keep(engine.store(), &[Insert(ANA), Insert(longer), Insert(OTHER_ANA)]);
    let scan = |after: Key| Scan(&IamUser::BY_NAME, acme(), Some(after), 10);
    let steps = [
        Scan(&IamUser::BY_NAME, acme(), None, 10),
        scan(Key::new().text("a company before")),
        scan(Key::new().text("zenith")),
    ];
    assert_eq!(
        look(engine.store(), &steps),
        [
            rows(&[ANA], Person::by_name),
            rows(&[ANA], Person::by_name),
            rows(&[], Person::by_name)
        ]
    );
}

#[doc(hidden)]
pub fn a_count_is_of_the_entries_with_the_prefix(engine: impl Engine) {
    keep(
        engine.store(),
        &[Insert(ANA), Insert(BEN), Insert(CARL), Insert(OTHER_ANA)],
    );
    let steps = [
        Count(&IamUser::BY_BOUNDARY, acme().text("red")),
        Count(&IamUser::BY_NAME, acme()),
        Count(&IamUser::BY_NAME, Key::new()),
        Count(&IamUser::BY_NAME, Key::new().text("nobody")),
    ];
    assert_eq!(
        look(engine.store(), &steps),
        [Seen::Count(2), Seen::Count(3), Seen::Count(4), Seen::Count(0)]
    );
}

/// Counts all entries.
const ENTRIES: [Step; 2] = [
    Count(&IamUser::BY_NAME, Key::new()),
    Count(&IamUser::BY_BOUNDARY, Key::new()),
];

/// Deletes at most so many entries of each index, and rows, of the first company.
fn delete_some(limit: usize) -> [Step; 3] {
    [Some(&IamUser::BY_NAME), Some(&IamUser::BY_BOUNDARY), None]
        .map(|index| DeleteSome(index, acme(), None, limit))
}

#[doc(hidden)]
pub fn ranges_show_what_the_work_has_written(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN), Insert(OTHER_ANA)]);
    let anna = Person { name: "anna", ..ANA };
    let dora = Person {
        id: "4",
        name: "dora",
        ..BEN
    };
    let scan = |after: Option<Person>, limit| {
        let after = after.map(|person| person.by_name().key);
        Scan(&IamUser::BY_NAME, acme(), after, limit)
    };
    let steps = [
        Insert(CARL),
        Delete(BEN),
        scan(None, 1),
        scan(None, 2),
        Update(ANA, anna),
        Insert(dora),
        scan(None, 10),
        scan(Some(anna), 1),
        Count(&IamUser::BY_NAME, acme()),
        Count(&IamUser::BY_BOUNDARY, acme().text("red")),
    ];

    let seen = keep(engine.store(), &steps);

    let by_name = |people: &[Person]| rows(people, Person::by_name);
    assert_eq!(seen[2..4], [by_name(&[ANA]), by_name(&[ANA, CARL])]);
    assert_eq!(
        seen[6..],
        [
            by_name(&[anna, CARL, dora]),
            by_name(&[CARL]),
            Seen::Count(3),
            Seen::Count(2)
        ]
    );
    assert_eq!(
        look(engine.store(), &[scan(None, 10)]),
        [by_name(&[anna, CARL, dora])]
    );
}

#[doc(hidden)]
pub fn deleting_some_deletes_what_one_owner_has_and_nothing_else(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN), Insert(OTHER_ANA)]);

    for step in delete_some(3) {
        assert_eq!(keep(engine.store(), &[step]), [Seen::Last(None)]);
    }

    let steps = [&[Get(ANA), Get(BEN), Find(OTHER_ANA.by_name())], &ENTRIES[..]].concat();
    assert_eq!(
        look(engine.store(), &steps),
        [
            Seen::Nothing,
            Seen::Nothing,
            OTHER_ANA.seen(),
            Seen::Count(1),
            Seen::Count(1)
        ]
    );
    // Its names are free again.
    keep(engine.store(), &[Insert(ANA)]);
}

#[doc(hidden)]
pub fn deleting_some_goes_on_behind_the_last_that_was_deleted(engine: impl Engine) {
    keep(engine.store(), &[Insert(CARL), Insert(ANA), Insert(BEN)]);
    let index = &IamUser::BY_BOUNDARY;
    let steps = [Scan(index, acme(), None, 9), Get(ANA), Get(BEN), Get(CARL)];
    let delete = |index, after: Option<&Key>| {
        let deleted = keep(engine.store(), &[DeleteSome(index, acme(), after.cloned(), 2)]);
        let found = look(engine.store(), &steps);
        (deleted[0].clone(), found)
    };
    let people = [ANA.seen(), BEN.seen(), CARL.seen()];

    // Blue comes before red.
    let last = ANA.by_team().key;
    let (deleted, found) = delete(Some(index), None);
    assert_eq!(deleted, Seen::Last(Some(last.clone())));
    assert_eq!(
        (&found[0], &found[1..]),
        (&rows(&[BEN], Person::by_team), &people[..])
    );
    let (deleted, found) = delete(Some(index), Some(&last));
    assert_eq!(deleted, Seen::Last(None));
    assert_eq!(
        (&found[0], &found[1..]),
        (&rows(&[], Person::by_team), &people[..])
    );
    let (deleted, found) = delete(None, None);
    assert_eq!(deleted, Seen::Last(Some(BEN.key())));
    assert_eq!(found[1..], [Seen::Nothing, Seen::Nothing, CARL.seen()]);
    let (deleted, found) = delete(None, Some(&BEN.key()));
    assert_eq!(deleted, Seen::Last(None));
    assert_eq!(found[1..], [Seen::Nothing, Seen::Nothing, Seen::Nothing]);
}

#[doc(hidden)]
pub fn deleting_some_sees_what_the_same_work_has_written(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA)]);
    let anna = Person { name: "anna", ..ANA };

    let first = [Update(ANA, anna), Insert(BEN)];
    let again = [Get(ANA), Get(BEN), Insert(ANA)];
    let steps = [&first[..], &delete_some(9), &again, &delete_some(9)].concat();
    let seen = keep(engine.store(), &steps);

    assert_eq!((&seen[5], &seen[6]), (&Seen::Nothing, &Seen::Nothing));
    let steps = [&[Get(ANA), Get(BEN)], &ENTRIES[..]].concat();
    assert_eq!(
        look(engine.store(), &steps),
        [Seen::Nothing, Seen::Nothing, Seen::Count(0), Seen::Count(0)]
    );
}

#[doc(hidden)]
pub fn the_same_rows_are_deleted_once_by_concurrent_work(engine: impl Engine) {
    let people = ["1", "2", "3", "4", "5", "6"].map(|id| Person {
        id,
        name: id,
        team: id,
        ..ANA
    });
    keep(engine.store(), &people.map(Insert));

    for step in delete_some(6) {
        let deleting: Vec<_> = (0..12)
            .map(|_| give(engine.store(), Some(Verdict::Keep), std::slice::from_ref(&step)))
            .collect();
        for report in &deleting {
            assert_eq!(wait(report).outcome, Ok(()));
        }
    }

    let steps = [&people.map(Get)[..], &ENTRIES[..]].concat();
    let left = look(engine.store(), &steps);
    assert!(left[..6].iter().all(|row| *row == Seen::Nothing), "{left:?}");
    assert_eq!(left[6..], [Seen::Count(0), Seen::Count(0)]);
}
