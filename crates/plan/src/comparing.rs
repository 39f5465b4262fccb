//! How two directories differ, by username.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::field::Field;
use crate::sheet::{Row, Sheet};

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
    pub field: &'static str,
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

/// Compares two sheets whose keys are usernames. A field is compared where both have a cell.
pub fn compare(left: &Sheet, right: &Sheet) -> Comparison {
    let (lefts, mut rights) = (by_key(left), by_key(right));
    let mut comparison = Comparison::default();
    for (username, row) in lefts {
        match rights.remove(username) {
            Some(other) => comparison
                .differences
                .extend(differences(username, (left, row), (right, other))),
            None => comparison.only_left.push(username.to_owned()),
        }
    }
    comparison.only_right = rights.into_keys().map(str::to_owned).collect();
    comparison
}

fn by_key(sheet: &Sheet) -> BTreeMap<&str, &Row> {
    sheet.rows.iter().map(|row| (&*row.key, row)).collect()
}

fn differences(
    username: &str,
    (left, left_row): (&Sheet, &Row),
    (right, right_row): (&Sheet, &Row),
) -> Vec<Difference> {
    let differing = Field::ALL.into_iter().filter_map(|field| {
        let (one, other) = (left.cell(left_row, field)?, right.cell(right_row, field)?);
        (one != other).then(|| Difference {
            username: username.to_owned(),
            field: field.name(),
            left: one.to_owned(),
            right: other.to_owned(),
        })
    });
    differing.collect()
}
