//! What holds for every directory and every file.

use proptest::prelude::*;
use roster_plan::{
    Account, Change, DirectoryType, Field, Next, People, Person, Planned, Progress, Record, Rules, Sheet,
    Values, compare, next, plan, resolve, undo,
};

const RULES: Rules = Rules {
    kind: DirectoryType::ConnectManaged,
    nfc: false,
};

/// A value that fits a field, from few so that values often agree.
fn value(field: Field) -> BoxedStrategy<String> {
    match field {
        Field::FirstName | Field::LastName => "[A-Cé]{1,2}".boxed(),
        Field::Email => "[a-c]@example\\.(com|net)".boxed(),
        Field::SecondaryEmail => "([a-c]@example\\.com)?".boxed(),
        Field::Mobile => "(\\+4930[0-2])?".boxed(),
    }
}

fn values() -> impl Strategy<Value = Values> {
    let fields = Field::ALL.map(value);
    fields.prop_map(|texts| {
        let pairs = Field::ALL.into_iter().zip(texts.iter().map(String::as_str));
        pairs.collect()
    })
}

fn directory() -> impl Strategy<Value = Vec<Person>> {
    let people = proptest::collection::vec(values(), 0..8);
    people.prop_map(|people| {
        let numbered = people.into_iter().enumerate();
        numbered
            .map(|(number, values)| Person {
                id: format!("id-{number}"),
                username: format!("user-{number}"),
                values,
                security_profile_ids: Vec::new(),
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
    let accounts: Vec<Account> = people
        .iter()
        .map(|person| Account {
            id: person.id.clone(),
            username: person.username.clone(),
            email: None,
        })
        .collect();
    plan(sheet, &accounts, resolve(sheet, &accounts), &by_id(people), RULES)
}

fn by_id(people: &[Person]) -> People {
    people.iter().cloned().collect()
}

fn person<'a>(people: &'a mut [Person], change: &Change) -> &'a mut Person {
    let found = people.iter_mut().find(|person| person.id == change.user_id);
    found.expect("a plan changes people of the directory")
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
        let now = person(people, change).part(change.part);
        match next(change, in_doubt, Some(&now)) {
            Next::Skip(reason) => journal.push(Record::Skipped {
                change: place,
                reason,
            }),
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
    #[test]
    fn the_changes_of_a_plan_make_the_directory_what_the_file_says((people, wished) in directory_and_wish()) {
        let planned = planned(&people, &Sheet::of(&wished));
        let mut changed = people.clone();
        for change in &planned.changes {
            change.apply(person(&mut changed, change));
        }

        prop_assert_eq!(&planned.refusals, &[]);
        prop_assert_eq!(changed, wished);
        prop_assert_eq!(planned.changes.len() + planned.unchanged, people.len());
    }

    #[test]
    fn a_file_that_says_what_is_so_needs_no_change(people in directory()) {
        let planned = planned(&people, &Sheet::of(&people));

        prop_assert_eq!(planned.changes, vec![]);
        prop_assert_eq!(planned.refusals, vec![]);
    }

    #[test]
    fn a_field_without_a_column_is_untouched((people, wished) in directory_and_wish(), managed in proptest::sample::subsequence(Field::ALL.to_vec(), 0..=5)) {
        let mut sheet = Sheet::of(&wished);
        for row in &mut sheet.rows {
            let cells = std::mem::take(&mut row.cells);
            row.cells = Field::ALL.into_iter().zip(cells).filter(|(field, _)| managed.contains(field)).map(|(_, cell)| cell).collect();
        }
        sheet.fields.retain(|(field, _)| managed.contains(field));

        let planned = planned(&people, &sheet);

        for change in &planned.changes {
            for field in Field::ALL.into_iter().filter(|field| !managed.contains(field)) {
                prop_assert_eq!(change.before.value(field), change.after.value(field));
            }
        }
    }

    #[test]
    fn undoing_a_run_restores_the_directory((people, wished) in directory_and_wish()) {
        let planned = planned(&people, &Sheet::of(&wished));

        let undo = undo(&planned.changes, &by_id(&wished), RULES.kind);
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

        let undo = undo(&planned.changes, &by_id(&now), RULES.kind);
        let mut restored = now.clone();
        for change in &undo.changes {
            change.apply(person(&mut restored, change));
        }

        for (((restored, now), wished), before) in restored.iter().zip(&now).zip(&wished).zip(&people) {
            for field in Field::ALL {
                let is_of_run = now.values.value(field) == wished.values.value(field);
                let expected = if is_of_run { before } else { now };
                prop_assert_eq!(restored.values.value(field), expected.values.value(field));
            }
        }
    }

    #[test]
    fn a_run_that_is_killed_anywhere_and_resumed_ends_as_planned(
        (people, wished) in directory_and_wish(),
        kills in proptest::collection::vec((0_usize..8, prop_oneof![Just(Kill::BeforeRecord), Just(Kill::BeforeCall), Just(Kill::AfterCall), Just(Kill::AfterRecord)]), 0..5),
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
        let comparison = compare(&Sheet::of(&people), &Sheet::of(&wished));

        let planned = planned(&people, &Sheet::of(&wished));
        let changed: Vec<_> = planned
            .changes
            .iter()
            .flat_map(|change| change.fields().map(|field| (change.username.clone(), field.field.name())))
            .collect();
        let differing = comparison.differences.iter();
        let differing: Vec<_> = differing.map(|found| (found.username.clone(), found.field)).collect();
        prop_assert_eq!(differing, changed);
        prop_assert!(comparison.only_left.is_empty() && comparison.only_right.is_empty());
    }
}
