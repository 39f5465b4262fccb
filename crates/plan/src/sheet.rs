//! The rows of a file, by column.

use crate::field::Field;
use crate::person::Person;

/// The column that says which person a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyColumn {
    /// The user's id.
    UserId,
    /// The sign-in name.
    Username,
    /// The primary address.
    Email,
}

impl KeyColumn {
    /// Every column that can be the key, the one that is preferred first.
    pub const ALL: [Self; 3] = [Self::UserId, Self::Username, Self::Email];

    /// The heading.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserId => "UserId",
            Self::Username => "Username",
            Self::Email => "Email",
        }
    }
}

/// A file: a key and managed fields.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The column that finds people.
    pub key: KeyColumn,
    /// The heading of that column in the file.
    pub key_heading: String,
    /// The fields that the file manages and their headings, in the order of the file.
    pub fields: Vec<(Field, String)>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// The sheet that says what people are, with every field, by username.
    pub fn of(people: &[Person]) -> Self {
        let row = |(place, person): (usize, &Person)| Row {
            number: place + 2,
            key: person.username.clone(),
            username: None,
            cells: Field::ALL
                .map(|field| Some(person.values.text(field).to_owned()))
                .into(),
        };
        Self {
            key: KeyColumn::Username,
            key_heading: KeyColumn::Username.name().to_owned(),
            fields: Field::ALL.map(|field| (field, field.name().to_owned())).into(),
            rows: people.iter().enumerate().map(row).collect(),
        }
    }

    /// The cell of a row for a field; none if the field is not managed, or untouched in this row.
    pub fn cell<'r>(&self, row: &'r Row, field: Field) -> Option<&'r str> {
        let place = self.fields.iter().position(|(managed, _)| *managed == field)?;
        row.cells.get(place)?.as_deref()
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The row as a spreadsheet counts: the headings are row 1.
    pub number: usize,
    /// The cell of the key.
    pub key: String,
    /// The username, where the file has it beside the id.
    pub username: Option<String>,
    /// The cells of the managed fields, in the order of [`Sheet::fields`]. Without one, the field is untouched.
    pub cells: Vec<Option<String>>,
}
