//! The values of fields.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::field::{Field, Part};

/// Values by field. A field without a value, or with an empty one, is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Values(Vec<(Field, Box<str>)>);

impl Values {
    /// The value of a field.
    pub fn value(&self, field: Field) -> Option<&str> {
        let place = self.place(field).ok()?;
        Some(&self.0[place].1)
    }

    /// The value of a field; empty if there is none.
    pub fn text(&self, field: Field) -> &str {
        self.value(field).unwrap_or_default()
    }

    /// Gives a field a value; an empty one clears it.
    pub fn set(&mut self, field: Field, value: &str) {
        match (self.place(field), value) {
            (Ok(place), "") => {
                self.0.remove(place);
            }
            (Err(_), "") => {}
            (Ok(place), value) => self.0[place].1 = value.into(),
            (Err(place), value) => self.0.insert(place, (field, value.into())),
        }
    }

    /// The values of one part.
    #[must_use]
    pub fn of(&self, part: Part) -> Self {
        let of_part = self.0.iter().filter(|(field, _)| field.part() == part);
        Self(of_part.cloned().collect())
    }

    /// Fields and values, in the order of columns.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, value)| (*field, &**value))
    }

    /// The fields whose values differ, in the order of columns.
    pub fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Field> + 'a {
        Field::ALL
            .into_iter()
            .filter(|field| self.value(*field) != other.value(*field))
    }

    /// Makes one part what it is in others.
    pub fn replace(&mut self, part: Part, others: &Self) {
        for field in Field::ALL.into_iter().filter(|field| field.part() == part) {
            self.set(field, others.text(field));
        }
    }

    fn place(&self, field: Field) -> Result<usize, usize> {
        self.0.binary_search_by_key(&field, |(field, _)| *field)
    }
}

impl<'a> FromIterator<(Field, &'a str)> for Values {
    fn from_iter<I: IntoIterator<Item = (Field, &'a str)>>(values: I) -> Self {
        let mut made = Self::default();
        for (field, value) in values {
            made.set(field, value);
        }
        made
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
                field.ok_or_else(|| D::Error::custom(format!("there is no field {name}")))?,
                &value,
            );
        }
        Ok(made)
    }
}
