//! Which plans are held back, and which changes a run leaves out.

use std::collections::BTreeSet;

use roster_plan::{
    Change, Column, Limits, Next, Part, People, Privileged, Reason, Values, broken_belts, next, outcome,
};

use crate::directory::{instance, mary, person, planned, planned_with_creation};

fn address_change(number: usize) -> Change {
    let values = |email: &str| Values::from_iter([(Column::Email, email)]);
    Change {
        user_id: number.to_string(),
        username: format!("user-{number}"),
        part: Part::Identity,
        before: values("a@example.com"),
        after: values("b@Example.net"),
    }
}

/// The flags that allow so many changes of a directory of a hundred.
fn needed(changes: usize, privileged: &[&str], limits: &Limits) -> Vec<String> {
    let changes: Vec<_> = (0..changes).map(address_change).collect();
    let holding: BTreeSet<_> = privileged.iter().map(|name| (*name).to_owned()).collect();
    let privileged = Privileged {
        holding,
        ..Privileged::default()
    };
    let belts = broken_belts(&changes, 100, &privileged, limits).into_iter();
    belts.map(|belt| belt.allow).collect()
}

#[test]
fn a_plan_of_more_than_is_usual_names_the_flags_that_allow_it() {
    let limits = Limits::default();
    assert_eq!(needed(30, &[], &limits), [""; 0]);
    assert_eq!(needed(31, &[], &limits), ["--allow-changes 31%"]);
    assert_eq!(
        needed(60, &["3"], &limits),
        [
            "--allow-changes 60%",
            "--allow-addresses 60",
            "--allow-privileged"
        ]
    );

    let mut created: Vec<_> = (0..20).map(address_change).collect();
    for change in &mut created {
        change.user_id.clear();
        change.part = Part::Creation;
    }
    let belts = broken_belts(&created, 10, &Privileged::default(), &limits);
    assert_eq!(belts[0].allow, "--allow-changes 100%");
    let everybody = Limits {
        changes: "100%".parse().unwrap(),
        ..limits
    };
    assert_eq!(broken_belts(&created, 10, &Privileged::default(), &everybody), []);

    let limits = Limits {
        changes: "60%".parse().unwrap(),
        addresses: 60,
        privileged: true,
    };
    assert_eq!(needed(60, &["3"], &limits), [""; 0]);
    for text in ["101%", "many", "-1%"] {
        assert!(text.parse::<roster_plan::Share>().is_err(), "{text}");
    }
}

#[test]
fn a_person_who_gets_the_right_to_edit_users_is_told_from_one_who_has_it() {
    let planned = planned(
        &["SecurityProfiles", "LastName"],
        &[("mary", &["Admin", "Miller"]), ("sam", &["Agent", "Santos"])],
    );
    let people: People = [mary(), person("2", "sam", "Sam")].into_iter().collect();
    let editing = |id: &str| {
        let editing = BTreeSet::from([id.to_owned()]);
        let privileged = Privileged::of(&planned.changes, &people, &instance(), &editing);
        let belts = broken_belts(&planned.changes, 100, &privileged, &Limits::default());
        belts.into_iter().map(|belt| belt.rule).collect::<Vec<_>>()
    };

    assert_eq!(
        editing("s2"),
        ["people would get the right to edit users or their permissions: mary"]
    );
    assert_eq!(
        editing("s1"),
        ["people who may edit users or their permissions would change: mary, sam"]
    );
}

#[test]
fn a_changed_domain_is_seen_whatever_its_case() {
    let change = address_change(1);
    assert_eq!(
        change.address().unwrap().domains(),
        Some(("example.com", "Example.net"))
    );
}

#[test]
fn a_creation_and_a_deletion_are_made_once() {
    let planned = planned_with_creation(
        &[
            "FirstName",
            "LastName",
            "Email",
            "SecurityProfiles",
            "RoutingProfile",
        ],
        &[("zoe", &["Zoe", "Zimmer", "z@example.com", "Agent", "Basic"])],
    );
    let creation = &planned.changes[0];
    assert_eq!(next(creation, false, None), Next::Call);
    assert_eq!(next(creation, true, None), Next::Call);
    assert_eq!(next(creation, true, Some(&creation.after)), Next::NoteDone);
    assert_eq!(
        next(creation, false, Some(&creation.after)),
        Next::Skip(Reason::CreatedMeanwhile)
    );

    let deletion = Change {
        part: Part::Deletion,
        after: Values::default(),
        ..address_change(1)
    };
    let more = Change {
        user_id: String::new(),
        part: Part::AddedProficiencies,
        ..address_change(1)
    };
    assert_eq!(next(&more, false, None), Next::FailWithCreation);
    let mut person = mary();
    assert_ne!(deletion.now(&person), deletion.before);
    person.values = deletion.before.clone();
    assert_eq!(deletion.now(&person), deletion.before);
    person.values.set(&Column::Mobile.into(), "+4930123");
    assert_ne!(deletion.now(&person), deletion.before);
    assert_eq!(next(&deletion, false, Some(&deletion.before)), Next::Call);
    assert_eq!(next(&deletion, true, None), Next::NoteDone);
    assert_eq!(next(&deletion, false, None), Next::Skip(Reason::Deleted));
    let other = Values::from_iter([(Column::Email, "c@example.com")]);
    assert_eq!(
        next(&deletion, false, Some(&other)),
        Next::Skip(Reason::ChangedMeanwhile)
    );
}

#[test]
fn only_a_person_who_is_as_planned_is_changed() {
    let change = address_change(1);
    let other = Values::from_iter([(Column::Email, "c@example.com")]);

    assert_eq!(next(&change, false, Some(&change.before)), Next::Call);
    assert_eq!(next(&change, true, Some(&change.before)), Next::Call);
    assert_eq!(
        next(&change, false, Some(&change.after)),
        Next::Skip(Reason::AlreadySo)
    );
    assert_eq!(next(&change, true, Some(&change.after)), Next::NoteDone);
    assert_eq!(
        next(&change, true, Some(&other)),
        Next::Skip(Reason::ChangedMeanwhile)
    );
    assert_eq!(next(&change, false, None), Next::Skip(Reason::Deleted));
}

#[test]
fn an_address_that_the_service_holds_back_is_not_done() {
    let change = address_change(1);

    assert_eq!(
        outcome(&change, Some(&change.before)),
        Next::Skip(Reason::HeldBack)
    );
    assert_eq!(outcome(&change, Some(&change.after)), Next::NoteDone);
}
