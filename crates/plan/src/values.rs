//! The values of fields.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::column::Column;
use crate::field::Field;

/// Values by field. A field without a value, or with an empty one, is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Values(Vec<(Field, Box<str>)>);

impl Values {
    /// The value of a field.
    pub fn value(&self, field: &Field) -> Option<&str> {
        let place = self.place(field).ok()?;
        Some(&self.0[place].1)
    }

    /// The value of a field; empty if there is none.
    pub fn text(&self, field: &Field) -> &str {
        self.value(field).unwrap_or_default()
    }

    /// The value of a column without items; empty if there is none.
    pub fn scalar(&self, column: Column) -> &str {
        self.text(&column.into())
    }

    /// Gives a field a value; an empty one clears it.
    pub fn set(&mut self, field: &Field, value: &str) {
        match (self.place(field), value) {
            (Ok(place), "") => {
                self.0.remove(place);
            }
            (Err(_), "") => {}
            (Ok(place), value) => self.0[place].1 = value.into(),
            (Err(place), value) => self.0.insert(place, (field.clone(), value.into())),
        }
    }

    /// Clears all other fields.
    pub fn retain(&mut self, is_kept: impl Fn(&Field) -> bool) {
        self.0.retain(|(field, _)| is_kept(field));
    }

    /// The values of these fields.
    #[must_use]
    pub fn of<'f>(&self, fields: impl IntoIterator<Item = &'f Field>) -> Self {
        let pairs = fields.into_iter().map(|field| (field.clone(), self.text(field)));
        pairs.collect()
    }

    /// Fields and values, in the order of columns.
    pub fn iter(&self) -> impl Iterator<Item = (&Field, &str)> {
        self.0.iter().map(|(field, value)| (field, &**value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields whose values differ, in the order of columns.
    pub fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Field> + 'a {
        let fields: BTreeSet<&Field> = self.0.iter().chain(&other.0).map(|(field, _)| field).collect();
        fields
            .into_iter()
            .filter(|field| self.value(field) != other.value(field))
    }

    fn place(&self, field: &Field) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(field))
    }
}

impl<'a> FromIterator<(Field, &'a str)> for Values {
    fn from_iter<I: IntoIterator<Item = (Field, &'a str)>>(values: I) -> Self {
        let mut made = Self::default();
        for (field, value) in values {
            made.set(&field, value);
        }
        made
    }
}

impl<'a> FromIterator<(Column, &'a str)> for Values {
    fn from_iter<I: IntoIterator<Item = (Column, &'a str)>>(values: I) -> Self {
        let values = values.into_iter();
        values
            .map(|(column, value)| (Field::from(column), value))
            .collect()
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(field, value)| (field.name(), value)))
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut made = Self::default();
        for (name, value) in BTreeMap::<String, String>::deserialize(deserializer)? {
            let field = Field::named(&name);
            made.set(
                &field.ok_or_else(|| D::Error::custom(format!("there is no field {name}")))?,
                &value,
            );
        }
        Ok(made)
    }
}
