//! Short scans beside long ones.

use roster_domain::Key;
use roster_domain::records::iam::IamUser;
use roster_store::ReadKind;

use super::Engine;
use super::person::{ANA, Person};
use super::script::Step::{self, Count, Entries, Insert, Scan, Wait};
use super::script::{Seen, gate, give_read, keep, read, wait};

/// As many people as the longest page of a list shows, and the one more that shows whether there is a next page.
const PAGE: usize = 1_001;
/// More than an engine has threads for scans.
const LONG_SCANS: usize = 100;

/// Adds people whose names are numbers.
fn add_people(engine: &impl Engine) {
    let steps: Vec<_> = (0..PAGE)
        .map(|number| {
            let name: &'static str = number.to_string().leak();
            Insert(Person {
                id: name,
                name,
                team: name,
                ..ANA
            })
        })
        .collect();
    keep(engine.store(), &steps);
}

fn scan(limit: usize) -> Step {
    Scan(&IamUser::BY_NAME, Key::new(), None, limit)
}

fn rows(seen: &Seen) -> usize {
    match seen {
        Seen::Rows(rows) => rows.len(),
        other => panic!("{other:?}"),
    }
}

#[doc(hidden)]
pub fn a_list_does_not_wait_for_long_scans(engine: impl Engine) {
    if engine.source().is_none() {
        // In memory, all work waits for all other.
        return;
    }
    add_people(&engine);
    let (opener, gate) = gate();
    let everything = Count(&IamUser::BY_NAME, Key::new());
    let steps = [scan(PAGE), scan(10), everything, Wait(gate)];
    let long: Vec<_> = (0..LONG_SCANS)
        .map(|_| give_read(engine.store(), ReadKind::Scan, &steps))
        .collect();

    let lists = [scan(10), scan(PAGE)].map(|list| read(engine.store(), ReadKind::Scan, &[list]));

    assert_eq!(lists.each_ref().map(|list| rows(&list.seen[0])), [10, PAGE]);
    drop(opener);
    for report in &long {
        let report = wait(report);
        assert_eq!(report.outcome, Ok(()));
        assert_eq!((rows(&report.seen[0]), rows(&report.seen[1])), (PAGE, 10));
        assert_eq!(report.seen[2], Seen::Count(PAGE as u64));
    }
}

#[doc(hidden)]
pub fn a_list_does_not_wait_for_filters_over_all_entries(engine: impl Engine) {
    if engine.source().is_none() {
        // In memory, all work waits for all other.
        return;
    }
    add_people(&engine);
    let (opener, gate) = gate();
    // The filter finds nothing, so the entries that it returns do not show how many it looks at.
    let nobody = Entries(&IamUser::BY_NAME, Key::new(), 10, Some(b"nobody"));
    let steps = [nobody, Wait(gate)];
    let filters: Vec<_> = (0..LONG_SCANS)
        .map(|_| give_read(engine.store(), ReadKind::Scan, &steps))
        .collect();

    let list = read(engine.store(), ReadKind::Scan, &[scan(10)]);

    assert_eq!(rows(&list.seen[0]), 10);
    drop(opener);
    for report in &filters {
        let report = wait(report);
        assert_eq!(report.outcome, Ok(()));
        assert_eq!(report.seen[0], Seen::Entries(Vec::new()));
    }
}

#[doc(hidden)]
pub fn long_scans_given_before_a_stop_are_finished(engine: impl Engine) {
    add_people(&engine);
    let steps = [scan(PAGE), scan(10)];
    let long: Vec<_> = (0..LONG_SCANS)
        .map(|_| give_read(engine.store(), ReadKind::Scan, &steps))
        .collect();

    drop(engine.store().stop());

    for report in &long {
        let report = wait(report);
        assert_eq!(report.outcome, Ok(()));
        assert_eq!((rows(&report.seen[0]), rows(&report.seen[1])), (PAGE, 10));
    }
}
