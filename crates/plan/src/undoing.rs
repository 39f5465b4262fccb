//! The way back: what a run changed becomes what it was, unless it has changed again.

use std::collections::HashMap;

use serde::Serialize;

use crate::change::Change;
use crate::checks;
use crate::field::Field;
use crate::instance::Instance;
use crate::part::Part;
use crate::person::{People, Person};
use crate::sheet::KeyColumn;

/// The plan that undoes a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undo {
    /// The changes back, in the order of the run.
    pub changes: Vec<Change>,
    /// What stays as it is.
    pub conflicts: Vec<Conflict>,
}

/// A field that is not restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Conflict {
    /// The user.
    pub user_id: String,
    /// The user's sign-in name.
    pub username: String,
    /// The field.
    pub field: String,
    /// The value before the run.
    pub before: String,
    /// The value that the run gave it.
    pub after: String,
    /// The value now.
    pub now: String,
    /// Why it stays.
    pub rule: String,
}

/// Plans to restore the fields that these changes of a run made. A field that has changed since is a conflict;
/// one that is as before the run is left alone. People whom the run created are deleted; those whom it deleted stay so.
/// `people` are the people of the changes as they are now.
pub fn undo<'a>(made: impl IntoIterator<Item = &'a Change>, people: &People, instance: &Instance) -> Undo {
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut by_person: HashMap<(&str, &str), Vec<&Change>> = HashMap::new();
    for change in made {
        let key = (&*change.user_id, &*change.username);
        let changes = by_person.entry(key).or_default();
        if changes.is_empty() {
            order.push(key);
        }
        changes.push(change);
    }
    let mut undo = Undo::default();
    for key in order {
        let (id, username) = key;
        let changes = &by_person[&key];
        let person = people.person(id).or_else(|| {
            // A person whom the run created.
            id.is_empty().then(|| people.named(username)).flatten()
        });
        match person {
            Some(person) if changes.iter().any(|change| change.part == Part::Creation) => {
                undo_creation(changes, person, &mut undo);
            }
            Some(person) => undo_person(changes, person, instance, &mut undo),
            None => undo
                .conflicts
                .extend(changes.iter().flat_map(|change| lost(change))),
        }
    }
    undo
}

/// The fields of a person without an account.
fn lost(change: &Change) -> Vec<Conflict> {
    if change.part == Part::Deletion {
        return vec![Conflict {
            user_id: change.user_id.clone(),
            username: change.username.clone(),
            field: KeyColumn::Username.name().to_owned(),
            before: change.username.clone(),
            after: String::new(),
            now: String::new(),
            rule: "a deleted person cannot be restored: create the person anew with --create".to_owned(),
        }];
    }
    let lost = change.fields().map(|made| {
        let rule = "the person was deleted since the run".to_owned();
        conflict(change, made.field, "", rule)
    });
    lost.collect()
}

/// Plans to delete a person whom the run created, if the person has not changed since.
fn undo_creation(made: &[&Change], person: &Person, undo: &mut Undo) {
    let conflicts: Vec<_> = made
        .iter()
        .flat_map(|change| {
            let changed = change
                .fields()
                .filter(|field| person.values.text(field.field) != field.after);
            changed.map(|field| {
                let rule = "it has changed since the run, so the person stays".to_owned();
                conflict(change, field.field, person.values.text(field.field), rule)
            })
        })
        .collect();
    if conflicts.is_empty() {
        undo.changes.push(Change::deleting(person));
    }
    undo.conflicts.extend(conflicts);
}

fn undo_person(made: &[&Change], person: &Person, instance: &Instance, undo: &mut Undo) {
    let mut wanted = person.values.clone();
    for change in made {
        for field in change.fields() {
            let now = person.values.text(field.field);
            if now == field.after {
                wanted.set(field.field, field.before);
            } else if now != field.before {
                let rule = "it has changed since the run".to_owned();
                undo.conflicts.push(conflict(change, field.field, now, rule));
            }
        }
    }
    for mut back in Change::between(person, &wanted) {
        for fault in checks::faults(&back, instance) {
            let now = back.before.text(&fault.field).to_owned();
            back.after.set(&fault.field, &now);
            let mut changes = made.iter();
            let of_field = changes.find(|change| change.fields().any(|field| *field.field == fault.field));
            if let Some(change) = of_field.or(made.first()) {
                undo.conflicts
                    .push(conflict(change, &fault.field, &now, fault.rule));
            }
        }
        if back.before != back.after {
            undo.changes.push(back);
        }
    }
}

fn conflict(change: &Change, field: &Field, now: &str, rule: String) -> Conflict {
    Conflict {
        user_id: change.user_id.clone(),
        username: change.username.clone(),
        field: field.name(),
        before: change.before.text(field).to_owned(),
        after: change.after.text(field).to_owned(),
        now: now.to_owned(),
        rule,
    }
}
