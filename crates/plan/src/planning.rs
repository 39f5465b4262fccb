//! From rows and people to changes and refusals.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::change::Change;
use crate::checks::{self, Fault};
use crate::fault::CellFault;
use crate::instance::Instance;
use crate::part::Part;
use crate::person::{Account, People, Person};
use crate::refusal::Refusal;
use crate::resolving::{Match, Resolution};
use crate::sheet::{Row, Sheet};
use crate::values::Values;

/// What a plan is made by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The instance, with the names that its users refer to.
    pub instance: &'a Instance,
    /// Whether people who are not in the file are deleted.
    pub delete_missing: bool,
    /// Whether cells are normalised to Unicode Normalization Form C, instead of refused.
    pub nfc: bool,
}

/// The changes of a plan, and what is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// One for each call, by username; those of one person in the order of calls.
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
    rules: Rules<'_>,
) -> Planned {
    let mut planned = Planned {
        refusals: resolution.refusals,
        ..Planned::default()
    };
    let mut is_in_file = vec![false; accounts.len()];
    for (row, found) in sheet.rows.iter().zip(&resolution.matches) {
        match found {
            Match::Person(place) => {
                is_in_file[*place] = true;
                match people.person(&accounts[*place].id) {
                    Some(person) => plan_row(sheet, row, person, rules, &mut planned),
                    None => planned.refusals.push(gone(sheet, row)),
                }
            }
            Match::New => plan_new(sheet, row, rules, &mut planned),
            Match::Refused => {}
        }
    }
    if rules.delete_missing {
        let accounts = accounts.iter().zip(is_in_file);
        let missing = accounts.filter(|(_, is_in_file)| !is_in_file);
        let missing = missing.filter_map(|(account, _)| people.person(&account.id));
        planned.changes.extend(missing.map(Change::deleting));
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

fn plan_row(sheet: &Sheet, row: &Row, person: &Person, rules: Rules<'_>, planned: &mut Planned) {
    let wanted = match wanted(sheet, row, &person.values, rules) {
        Ok(wanted) => wanted,
        Err(refusals) => return planned.refusals.extend(refusals),
    };
    let changes = Change::between(person, &wanted);
    if changes.is_empty() {
        planned.unchanged += 1;
    }
    for change in changes {
        let mut faults = checks::faults(&change, rules.instance);
        if change.part == Part::Phone && person.has_channel_settings {
            faults.extend(channel_settings(&change));
        }
        add(change, faults, sheet, row, planned);
    }
}

/// Plans the creation of a person.
fn plan_new(sheet: &Sheet, row: &Row, rules: Rules<'_>, planned: &mut Planned) {
    let wanted = match wanted(sheet, row, &Values::default(), rules) {
        Ok(wanted) => wanted,
        Err(refusals) => return planned.refusals.extend(refusals),
    };
    if let Some(rule) = checks::username_fault(&row.key, rules.instance) {
        planned.refusals.push(Refusal {
            row: row.number,
            column: sheet.key_heading.clone(),
            value: row.key.clone(),
            rule,
            suggestion: None,
        });
    }
    for change in Change::creating(&row.key, &wanted) {
        let faults = checks::faults(&change, rules.instance);
        add(change, faults, sheet, row, planned);
    }
}

/// Adds a change, or why it is refused.
fn add(change: Change, faults: Vec<Fault>, sheet: &Sheet, row: &Row, planned: &mut Planned) {
    if faults.is_empty() {
        planned.changes.push(change);
        return;
    }
    for fault in faults {
        let managed = sheet.fields.iter().find(|(field, _)| field.covers(&fault.field));
        planned.refusals.push(Refusal {
            row: row.number,
            column: managed.map_or_else(|| fault.field.name(), |(_, heading)| heading.clone()),
            value: change.after.text(&fault.field).to_owned(),
            rule: fault.rule,
            suggestion: fault.suggestion,
        });
    }
}

/// The call for the phone configuration would remove settings that no column shows.
fn channel_settings(change: &Change) -> Option<Fault> {
    let made = change.fields().next()?;
    let fault = CellFault {
        rule: "the telephone settings of this person are made channel by channel, and this call would remove them"
            .to_owned(),
        suggestion: Some(
            "change them with `roster connect update-user-config`, or remove the columns of telephones"
                .to_owned(),
        ),
    };
    Some(Fault::of(made.field, fault))
}

/// What a row asks for: a managed field is as its cell, every other one stays.
fn wanted(sheet: &Sheet, row: &Row, now: &Values, rules: Rules<'_>) -> Result<Values, Vec<Refusal>> {
    let mut wanted = now.clone();
    let mut refusals = Vec::new();
    for ((field, heading), cell) in sheet.fields.iter().zip(&row.cells) {
        let Some(cell) = cell else { continue };
        let cell = if rules.nfc {
            Cow::Owned(cell.nfc().collect())
        } else {
            Cow::Borrowed(cell)
        };
        if let Err(fault) = wanted.read(field, &cell, &rules.instance.references) {
            refusals.push(Refusal {
                row: row.number,
                column: heading.clone(),
                value: cell.into_owned(),
                rule: fault.rule,
                suggestion: fault.suggestion,
            });
        }
    }
    if refusals.is_empty() {
        Ok(wanted)
    } else {
        Err(refusals)
    }
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
