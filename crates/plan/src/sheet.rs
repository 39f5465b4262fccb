//! The rows of a file, by column.

use crate::column::Column;
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
    /// The sheet that says what people are, with every column, by username.
    pub fn of(people: &[Person]) -> Self {
        let fields: Vec<Field> = Column::ALL.iter().copied().map(Field::from).collect();
        let row = |(place, person): (usize, &Person)| Row {
            number: place + 2,
            key: person.username.clone(),
            username: None,
            cells: fields
                .iter()
                .map(|field| Some(person.values.cell(field)))
                .collect(),
        };
        let rows = people.iter().enumerate().map(row).collect();
        Self {
            key: KeyColumn::Username,
            key_heading: KeyColumn::Username.name().to_owned(),
            fields: fields
                .into_iter()
                .map(|field| (field.clone(), field.name()))
                .collect(),
            rows,
        }
    }

    /// The columns that a plan reads of each person: the managed ones, and those that the same calls change.
    pub fn columns(&self) -> Vec<Column> {
        let columns = Column::ALL.iter().copied();
        let is_needed = |column: &Column| {
            let mut managed = self.fields.iter().map(|(field, _)| field.column());
            managed.any(|managed| managed.is_beside(*column))
        };
        columns.filter(is_needed).collect()
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
