//! From rows and people to changes and refusals.

use roster_model::shapes::DirectoryType;
use unicode_normalization::UnicodeNormalization;

use crate::change::Change;
use crate::checks;
use crate::field::Part;
use crate::person::{Account, People, Person};
use crate::refusal::Refusal;
use crate::resolving::Resolution;
use crate::sheet::{Row, Sheet};
use crate::values::Values;

/// What a plan is made by.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Where the identities of the instance are managed.
    pub kind: DirectoryType,
    /// Whether cells are normalised to Unicode Normalization Form C, instead of refused.
    pub nfc: bool,
}

/// The changes of a plan, and what is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// One for each call, by username.
    pub changes: Vec<Change>,
    /// In the order of rows, then columns.
    pub refusals: Vec<Refusal>,
    /// How many rows say what is so already.
    pub unchanged: usize,
}

/// Compares every row with its person, and checks what differs. `people` are those of the rows, by id. A row that
/// says what is so already is not checked: it leads to no call.
pub fn plan(
    sheet: &Sheet,
    accounts: &[Account],
    resolution: Resolution,
    people: &People,
    rules: Rules,
) -> Planned {
    let mut planned = Planned {
        refusals: resolution.refusals,
        ..Planned::default()
    };
    for (row, place) in sheet.rows.iter().zip(&resolution.matches) {
        let Some(account) = place.and_then(|place| accounts.get(place)) else {
            continue;
        };
        match people.person(&account.id) {
            Some(person) => plan_row(sheet, row, person, rules, &mut planned),
            None => planned.refusals.push(gone(sheet, row)),
        }
    }
    planned.refusals.sort_by_key(|refusal| {
        let column = sheet
            .fields
            .iter()
            .position(|(_, heading)| *heading == refusal.column);
        (refusal.row, column)
    });
    planned.changes.sort_by(|one, other| {
        (&one.username, &one.user_id, one.part).cmp(&(&other.username, &other.user_id, other.part))
    });
    planned
}

fn plan_row(sheet: &Sheet, row: &Row, person: &Person, rules: Rules, planned: &mut Planned) {
    let wanted = wanted(sheet, row, person, rules.nfc);
    let mut is_changed = false;
    for part in Part::ALL {
        let (before, after) = (person.part(part), wanted.of(part));
        if before == after {
            continue;
        }
        is_changed = true;
        let change = Change {
            user_id: person.id.clone(),
            username: person.username.clone(),
            part,
            before,
            after,
        };
        let faults = checks::faults(&change, rules.kind);
        if faults.is_empty() {
            planned.changes.push(change);
            continue;
        }
        for fault in faults {
            let managed = sheet.fields.iter().find(|(field, _)| *field == fault.field);
            planned.refusals.push(Refusal {
                row: row.number,
                column: managed.map_or_else(|| fault.field.name().to_owned(), |(_, heading)| heading.clone()),
                value: change.after.text(fault.field).to_owned(),
                rule: fault.rule,
                suggestion: fault.suggestion,
            });
        }
    }
    if !is_changed {
        planned.unchanged += 1;
    }
}

/// What a row asks for: a managed field is as its cell, every other one stays.
fn wanted(sheet: &Sheet, row: &Row, person: &Person, nfc: bool) -> Values {
    let mut wanted = person.values.clone();
    for ((field, _), cell) in sheet.fields.iter().zip(&row.cells) {
        let Some(cell) = cell else { continue };
        if nfc {
            wanted.set(*field, &cell.nfc().collect::<String>());
        } else {
            wanted.set(*field, cell);
        }
    }
    wanted
}

fn gone(sheet: &Sheet, row: &Row) -> Refusal {
    Refusal {
        row: row.number,
        column: sheet.key_heading.clone(),
        value: row.key.clone(),
        rule: "the person was deleted while the plan was made".to_owned(),
        suggestion: Some("remove the row".to_owned()),
    }
}
