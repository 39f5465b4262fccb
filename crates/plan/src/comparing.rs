//! How two directories differ, by username.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::field::Field;
use crate::references::References;
use crate::sheet::{Row, Sheet};
use crate::values::Values;

/// How two directories differ, in the fields that both have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Comparison {
    /// The fields that differ, by username.
    pub differences: Vec<Difference>,
    /// The usernames that only the first has.
    pub only_left: Vec<String>,
    /// The usernames that only the second has.
    pub only_right: Vec<String>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Difference {
    /// The user's sign-in name.
    pub username: String,
    /// The field.
    pub field: String,
    /// The value in the first; empty if there is none.
    pub left: String,
    /// The value in the second; empty if there is none.
    pub right: String,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty() && self.only_left.is_empty() && self.only_right.is_empty()
    }
}

/// Compares two sheets whose keys are usernames. A field is compared where both have a cell. Profiles and groups are
/// compared by name; `references` has the names for ids that a file may hold.
pub fn compare(left: &Sheet, right: &Sheet, references: &References) -> Comparison {
    let (lefts, mut rights) = (by_key(left), by_key(right));
    let mut comparison = Comparison::default();
    for (username, row) in lefts {
        match rights.remove(username) {
            Some(other) => {
                let (one, other) = (
                    Side::of(left, row, references),
                    Side::of(right, other, references),
                );
                comparison.differences.extend(one.differences(&other, username));
            }
            None => comparison.only_left.push(username.to_owned()),
        }
    }
    comparison.only_right = rights.into_keys().map(str::to_owned).collect();
    comparison
}

fn by_key(sheet: &Sheet) -> BTreeMap<&str, &Row> {
    sheet.rows.iter().map(|row| (&*row.key, row)).collect()
}

/// What one row says.
struct Side<'a> {
    /// The fields that have a cell.
    said: Vec<&'a Field>,
    values: Values,
}

impl<'a> Side<'a> {
    fn of(sheet: &'a Sheet, row: &Row, references: &References) -> Self {
        let mut side = Self {
            said: Vec::new(),
            values: Values::default(),
        };
        for ((field, _), cell) in sheet.fields.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            side.said.push(field);
            // What cannot be read differs from all that can.
            if side.values.read(field, cell, references).is_err() {
                side.values.set(field, cell);
            }
        }
        side
    }

    fn says(&self, field: &Field) -> bool {
        self.said.iter().any(|said| said.covers(field))
    }

    fn differences(&self, other: &Self, username: &str) -> Vec<Difference> {
        let differing = self.values.differing(&other.values);
        let differing = differing.filter(|(field, ..)| self.says(field) && other.says(field));
        differing
            .map(|(field, left, right)| Difference {
                username: username.to_owned(),
                field: field.name(),
                left: left.to_owned(),
                right: right.to_owned(),
            })
            .collect()
    }
}
