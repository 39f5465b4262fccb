//! What holds for every directory and every file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use roster_plan::{
    Account, Change, Column, DirectoryType, Field, Instance, Next, Part, People, Person, Planned, Progress,
    Record, References, Referent, Rules, Sheet, Target, Values, compare, next, plan, resolve, undo,
};

static INSTANCE: LazyLock<Instance> = LazyLock::new(instance);

/// An instance with profiles and groups; two groups have the same name.
fn instance() -> Instance {
    let referent = |id: &str, path: &[&str]| Referent {
        id: id.to_owned(),
        path: path.iter().map(|name| (*name).to_owned()).collect(),
    };
    let mut references = References::default();
    let profiles = ["Agent", "Admin", "Call|center", "Back\\office"]
        .map(|name| referent(&format!("id-{name}"), &[name]));
    references.add(Target::SecurityProfile, profiles.to_vec());
    references.add(
        Target::RoutingProfile,
        vec![referent("r1", &["Basic"]), referent("r2", &["Night"])],
    );
    references.add(
        Target::HierarchyGroup,
        vec![
            referent("g1", &["EU"]),
            referent("g2", &["EU", "Sales"]),
            referent("g3", &["US", "Sales"]),
        ],
    );
    Instance {
        id: "i".to_owned(),
        arn: "arn:aws:connect:us-east-1:123456789012:instance/i".to_owned(),
        alias: None,
        kind: DirectoryType::ConnectManaged,
        references,
    }
}

/// A text from few, so that values often agree.
fn text(pattern: &'static str) -> impl Strategy<Value = serde_json::Value> {
    pattern.prop_map(serde_json::Value::from)
}

/// What the service may answer about a user, from little so that users often agree.
fn user() -> impl Strategy<Value = serde_json::Value> {
    let name = || text("[A-Cé]{1,2}");
    let identity = (
        name(),
        name(),
        text("[a-c]@example\\.(com|net)"),
        text("([a-c]@example\\.com)?"),
        text("(\\+4930[0-2])?"),
    );
    let profiles = proptest::sample::subsequence(
        vec!["id-Agent", "id-Admin", "id-Call|center", "id-Back\\office"],
        1..=3,
    );
    let references = (profiles, text("r1|r2"), proptest::option::of(text("g1|g2|g3")));
    let phone = (
        proptest::bool::ANY,
        0..3,
        text("\\+4930[0-2]"),
        text("SOFT_PHONE|DESK_PHONE"),
    );
    let tags = proptest::collection::btree_map("[a-b=:]{1,2}", "[a-b|=\\\\:]?[ab]", 0..3);
    let proficiencies = proptest::collection::btree_map(
        "[a-b|=:]{1,2}",
        (1..=10).prop_map(|half| f64::from(half) / 2.0 + 0.5),
        0..3,
    );
    (identity, references, phone, tags, proficiencies).prop_map(
        |((first, last, email, secondary, mobile), (profiles, routing, group), (auto, limit, desk, kind), tags, proficiencies)| {
            let proficiencies = proficiencies.into_iter().map(|(value, level)| {
                serde_json::json!({"AttributeName": "Language", "AttributeValue": value, "Level": level.min(5.0)})
            });
            serde_json::json!({
                "IdentityInfo": {"FirstName": first, "LastName": last, "Email": email, "SecondaryEmail": secondary, "Mobile": mobile},
                "SecurityProfileIds": profiles,
                "RoutingProfileId": routing,
                "HierarchyGroupId": group,
                "PhoneConfig": {"PhoneType": kind, "AutoAccept": auto, "AfterContactWorkTimeLimit": limit, "DeskPhoneNumber": desk},
                "Tags": tags,
                "UserProficiencies": proficiencies.collect::<Vec<_>>(),
            })
        },
    )
}

fn values() -> impl Strategy<Value = Values> {
    user().prop_map(|user| Values::of_user(&user, Column::ALL, &INSTANCE.references))
}

fn directory() -> impl Strategy<Value = Vec<Person>> {
    let people = proptest::collection::vec(values(), 0..5);
    people.prop_map(|people| {
        let numbered = people.into_iter().enumerate();
        numbered
            .map(|(number, values)| Person {
                id: format!("id-{number}"),
                username: format!("user-{number}"),
                values,
                ..Person::default()
            })
            .collect()
    })
}

/// A directory, and what its people shall be.
fn directory_and_wish() -> impl Strategy<Value = (Vec<Person>, Vec<Person>)> {
    directory().prop_flat_map(|people| {
        let targets = proptest::collection::vec(values(), people.len());
        (Just(people), targets).prop_map(|(people, targets)| {
            let wished = people.iter().zip(targets).map(|(person, values)| Person {
                values,
                ..person.clone()
            });
            let wished = wished.collect();
            (people, wished)
        })
    })
}

fn planned(people: &[Person], sheet: &Sheet) -> Planned {
    planned_with(people, sheet, false, false)
}

/// A plan that may create and delete people.
fn planned_with(people: &[Person], sheet: &Sheet, create: bool, delete_missing: bool) -> Planned {
    let accounts: Vec<Account> = people.iter().map(Account::from).collect();
    let rules = Rules {
        instance: &INSTANCE,
        delete_missing,
        nfc: false,
    };
    let resolution = resolve(sheet, &accounts, create);
    plan(sheet, &accounts, resolution, &by_id(people), rules)
}

fn by_id(people: &[Person]) -> People {
    people.iter().cloned().collect()
}

fn person<'a>(people: &'a mut [Person], change: &Change) -> &'a mut Person {
    let found = people.iter_mut().find(|person| person.id == change.user_id);
    found.expect("a plan changes people of the directory")
}

/// Makes a change of a directory, as the service would: a new person gets an id.
fn make(people: &mut Vec<Person>, change: &Change) {
    match change.part {
        Part::Creation => people.push(Person {
            id: format!("new-{}", change.username),
            username: change.username.clone(),
            values: change.after.clone(),
            ..Person::default()
        }),
        Part::Deletion => people.retain(|person| person.id != change.user_id),
        _ => {
            let found = people
                .iter_mut()
                .find(|person| person.username == change.username);
            change.apply(found.expect("a plan changes people of the directory"));
        }
    }
}

/// What each person is, whatever the ids.
fn by_username(people: &[Person]) -> BTreeMap<&str, &Values> {
    people
        .iter()
        .map(|person| (&*person.username, &person.values))
        .collect()
}

/// People with other usernames: some are those of other directories, some are not.
fn renamed(people: &[Person], shift: usize) -> Vec<Person> {
    let numbered = people.iter().enumerate();
    numbered
        .map(|(number, person)| Person {
            username: format!("user-{}", number + shift),
            ..person.clone()
        })
        .collect()
}

/// Where a process is killed while it works on a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kill {
    BeforeRecord,
    BeforeCall,
    AfterCall,
    AfterRecord,
}

/// Runs what remains until the process is killed at a change. Fails if a call is made for somebody who is not as planned.
fn run(people: &mut [Person], changes: &[Change], journal: &mut Vec<Record>, kill: Option<(usize, Kill)>) {
    let progress = Progress::of(changes.len(), &*journal);
    let remaining: Vec<_> = progress.remaining().collect();
    for place in remaining {
        let killed = |moment| kill == Some((place, moment));
        let change = &changes[place];
        let in_doubt = progress.states()[place] == roster_plan::State::InDoubt;
        let now = change.now(person(people, change));
        match next(change, in_doubt, Some(&now)) {
            Next::Skip(reason) => journal.push(Record::Skipped {
                change: place,
                reason,
            }),
            Next::FailWithCreation => unreachable!("no person is created"),
            Next::NoteDone => journal.push(Record::Done { change: place }),
            Next::Call => {
                if killed(Kill::BeforeRecord) {
                    return;
                }
                journal.push(Record::Begun { change: place });
                if killed(Kill::BeforeCall) {
                    return;
                }
                assert_eq!(now, change.before);
                change.apply(person(people, change));
                if killed(Kill::AfterCall) {
                    return;
                }
                journal.push(Record::Done { change: place });
                if killed(Kill::AfterRecord) {
                    return;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_changes_of_a_plan_make_the_directory_what_the_file_says((people, wished) in directory_and_wish()) {
        let planned = planned(&people, &Sheet::of(&wished));
        let mut changed = people.clone();
        for change in &planned.changes {
            change.apply(person(&mut changed, change));
        }

        let changed_people: BTreeSet<_> = planned.changes.iter().map(|change| &change.user_id).collect();
        prop_assert_eq!(&planned.refusals, &[]);
        prop_assert_eq!(&changed, &wished);
        prop_assert_eq!(changed_people.len() + planned.unchanged, people.len());
    }

    #[test]
    fn a_file_that_says_what_is_so_needs_no_change(people in directory()) {
        let planned = planned(&people, &Sheet::of(&people));

        prop_assert_eq!(planned.changes, vec![]);
        prop_assert_eq!(planned.refusals, vec![]);
    }

    #[test]
    fn a_field_without_a_column_is_untouched((people, wished) in directory_and_wish(), managed in proptest::sample::subsequence(Column::ALL.to_vec(), 0..=Column::ALL.len())) {
        let mut sheet = Sheet::of(&wished);
        for row in &mut sheet.rows {
            let cells = std::mem::take(&mut row.cells);
            row.cells = Column::ALL.iter().zip(cells).filter(|(column, _)| managed.contains(column)).map(|(_, cell)| cell).collect();
        }
        sheet.fields.retain(|(field, _)| managed.contains(&field.column()));

        let planned = planned(&people, &sheet);

        for change in &planned.changes {
            for field in change.fields() {
                prop_assert!(managed.contains(&field.field.column()), "{:?}", field);
            }
        }
    }

    #[test]
    fn a_tag_with_a_column_of_its_own_leaves_the_others_alone(people in directory(), value in "[ab]?") {
        let mut sheet = Sheet::of(&people);
        let field = Field::named("tag:a").unwrap();
        sheet.fields = vec![(field.clone(), "tag:a".to_owned())];
        for row in &mut sheet.rows {
            row.cells = vec![Some(value.clone())];
        }

        let planned = planned(&people, &sheet);
        let mut changed = people.clone();
        for change in &planned.changes {
            change.apply(person(&mut changed, change));
        }

        for (mut before, after) in people.into_iter().zip(changed) {
            before.values.set(&field, &value);
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn a_plan_is_read_from_its_file_as_it_was_written((people, wished) in directory_and_wish()) {
        let planned = planned(&people, &Sheet::of(&wished));

        let text = serde_json::to_string(&(&*INSTANCE, &planned.changes)).unwrap();
        let read: (Instance, Vec<Change>) = serde_json::from_str(&text).unwrap();

        prop_assert_eq!(read, (INSTANCE.clone(), planned.changes));
    }

    #[test]
    fn undoing_a_run_restores_the_directory((people, wished) in directory_and_wish()) {
        let planned = planned(&people, &Sheet::of(&wished));

        let undo = undo(&planned.changes, &by_id(&wished), &INSTANCE);
        let mut restored = wished.clone();
        for change in &undo.changes {
            change.apply(person(&mut restored, change));
        }

        prop_assert_eq!(undo.conflicts, vec![]);
        prop_assert_eq!(restored, people);
    }

    #[test]
    fn undoing_leaves_alone_what_somebody_changed_since((people, wished) in directory_and_wish(), since in proptest::collection::vec(values(), 8)) {
        let planned = planned(&people, &Sheet::of(&wished));
        let mut now = wished.clone();
        for (person, values) in now.iter_mut().zip(&since) {
            person.values = values.clone();
        }

        let undo = undo(&planned.changes, &by_id(&now), &INSTANCE);
        let mut restored = now.clone();
        for change in &undo.changes {
            change.apply(person(&mut restored, change));
        }

        let left_alone: BTreeSet<_> = undo.conflicts.iter().map(|conflict| (&conflict.user_id, &conflict.field)).collect();
        for (((restored, now), wished), before) in restored.iter().zip(&now).zip(&wished).zip(&people) {
            let all = [restored, now, wished, before];
            let fields: BTreeSet<_> = all.into_iter().flat_map(|person| person.values.iter()).map(|(field, _)| field).collect();
            for field in fields {
                let is_of_run = now.values.value(field) == wished.values.value(field);
                let is_left_alone = left_alone.contains(&(&now.id, &field.name()));
                let expected = if is_of_run && !is_left_alone { before } else { now };
                prop_assert_eq!(restored.values.value(field), expected.values.value(field), "{}", field.name());
            }
        }
    }

    #[test]
    fn people_are_created_and_deleted_until_the_directory_is_what_the_file_says(people in directory(), wished in directory(), shift in 0_usize..4) {
        let wished = renamed(&wished, shift);

        let planned = planned_with(&people, &Sheet::of(&wished), true, true);
        let mut changed = people.clone();
        for change in &planned.changes {
            make(&mut changed, change);
        }

        prop_assert_eq!(&planned.refusals, &[]);
        prop_assert_eq!(by_username(&changed), by_username(&wished));
    }

    #[test]
    fn undoing_deletes_the_people_whom_a_run_created(people in directory(), wished in directory(), shift in 0_usize..4) {
        let planned = planned_with(&people, &Sheet::of(&renamed(&wished, shift)), true, false);
        let mut changed = people.clone();
        for change in &planned.changes {
            make(&mut changed, change);
        }

        let undo = undo(&planned.changes, &by_id(&changed), &INSTANCE);
        for change in &undo.changes {
            make(&mut changed, change);
        }

        prop_assert_eq!(undo.conflicts, vec![]);
        prop_assert_eq!(by_username(&changed), by_username(&people));
    }

    #[test]
    fn undoing_names_the_people_whom_a_run_deleted(people in directory()) {
        let planned = planned_with(&people, &Sheet::of(&[]), true, true);

        let undo = undo(&planned.changes, &People::default(), &INSTANCE);

        let named: Vec<_> = undo.conflicts.iter().map(|conflict| &conflict.username).collect();
        prop_assert_eq!(named, people.iter().map(|person| &person.username).collect::<Vec<_>>());
        prop_assert_eq!(undo.changes, vec![]);
    }

    #[test]
    fn a_run_that_is_killed_anywhere_and_resumed_ends_as_planned(
        (people, wished) in directory_and_wish(),
        kills in proptest::collection::vec((0_usize..30, prop_oneof![Just(Kill::BeforeRecord), Just(Kill::BeforeCall), Just(Kill::AfterCall), Just(Kill::AfterRecord)]), 0..5),
    ) {
        let planned = planned(&people, &Sheet::of(&wished));
        let mut changed = people.clone();
        let mut journal = Vec::new();

        for kill in kills {
            run(&mut changed, &planned.changes, &mut journal, Some(kill));
        }
        run(&mut changed, &planned.changes, &mut journal, None);

        let progress = Progress::of(planned.changes.len(), &journal);
        prop_assert_eq!(changed, wished);
        prop_assert!(progress.is_complete());
        prop_assert_eq!(progress.counts().done, planned.changes.len());
    }

    #[test]
    fn a_comparison_names_the_fields_that_a_plan_changes((people, wished) in directory_and_wish()) {
        let comparison = compare(&Sheet::of(&people), &Sheet::of(&wished), &INSTANCE.references);

        let planned = planned(&people, &Sheet::of(&wished));
        let changed: BTreeSet<_> = planned
            .changes
            .iter()
            .flat_map(|change| change.fields().map(|field| (change.username.clone(), field.field.name())))
            .collect();
        let differing = comparison.differences.iter();
        let differing: BTreeSet<_> = differing.map(|found| (found.username.clone(), found.field.clone())).collect();
        prop_assert_eq!(differing, changed);
        prop_assert!(comparison.only_left.is_empty() && comparison.only_right.is_empty());
    }
}
