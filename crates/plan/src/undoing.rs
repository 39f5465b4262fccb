//! The way back: what a run changed becomes what it was, where nobody changed it since.

use roster_model::shapes::DirectoryType;
use serde::Serialize;

use crate::change::Change;
use crate::checks;
use crate::field::Field;
use crate::person::{People, Person};

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
    pub field: &'static str,
    /// The value before the run.
    pub before: String,
    /// The value that the run gave it.
    pub after: String,
    /// The value now.
    pub now: String,
    /// Why it stays.
    pub rule: String,
}

/// Plans to restore the fields that these changes of a run made. A field that somebody changed since is a conflict;
/// one that is as before the run is left alone. `people` are the people of the changes as they are now, by id.
pub fn undo<'a>(made: impl IntoIterator<Item = &'a Change>, people: &People, kind: DirectoryType) -> Undo {
    let mut undo = Undo::default();
    for change in made {
        match people.person(&change.user_id) {
            Some(person) => undo_change(change, person, kind, &mut undo),
            None => {
                let conflicts = change.fields().map(|fields| {
                    conflict(
                        change,
                        fields.field,
                        "",
                        "the person was deleted since the run".to_owned(),
                    )
                });
                undo.conflicts.extend(conflicts);
            }
        }
    }
    undo
}

fn undo_change(change: &Change, person: &Person, kind: DirectoryType, undo: &mut Undo) {
    let now = person.part(change.part);
    let mut back = Change {
        user_id: change.user_id.clone(),
        username: person.username.clone(),
        part: change.part,
        before: now.clone(),
        after: now.clone(),
    };
    for made in change.fields() {
        let current = now.text(made.field);
        if current == made.after {
            back.after.set(made.field, made.before);
        } else if current != made.before {
            let rule = "somebody changed it since the run".to_owned();
            undo.conflicts.push(conflict(change, made.field, current, rule));
        }
    }
    for fault in checks::faults(&back, kind) {
        let current = now.text(fault.field);
        back.after.set(fault.field, current);
        undo.conflicts
            .push(conflict(change, fault.field, current, fault.rule));
    }
    if back.before != back.after {
        undo.changes.push(back);
    }
}

fn conflict(change: &Change, field: Field, now: &str, rule: String) -> Conflict {
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
