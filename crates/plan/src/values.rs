//! The values of fields.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::column::Column;
use crate::field::Field;

/// Values by field. A field without a value, or with an empty one, is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Values(Vec<(Field, Box<str>)>);

impl Values {
    /// No values, and room for so many: a plan has a hundred thousand of these.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

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
        // Most values are set in the order of columns.
        if self.0.last().is_none_or(|(last, _)| last < field) {
            if !value.is_empty() {
                self.0.push((field.clone(), value.into()));
            }
            return;
        }
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

    /// The fields whose values differ, in the order of columns, with the value here and the other one; empty where there is none.
    pub fn differing<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a Field, &'a str, &'a str)> + 'a {
        let (mut own, mut others) = (self.iter().peekable(), other.iter().peekable());
        std::iter::from_fn(move || {
            loop {
                let order = match (own.peek(), others.peek()) {
                    (None, None) => return None,
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (Some((one, _)), Some((other, _))) => one.cmp(other),
                };
                let here = if order.is_le() { own.next() } else { None };
                let there = if order.is_ge() { others.next() } else { None };
                let text = |pair: Option<(&'a Field, &'a str)>| pair.map_or("", |(_, text)| text);
                if let Some((field, _)) = here.or(there)
                    && text(here) != text(there)
                {
                    return Some((field, text(here), text(there)));
                }
            }
        })
    }

    fn place(&self, field: &Field) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(field))
    }
}

impl<'a> FromIterator<(Field, &'a str)> for Values {
    fn from_iter<I: IntoIterator<Item = (Field, &'a str)>>(values: I) -> Self {
        let values = values.into_iter();
        let mut made = Self::with_capacity(values.size_hint().0);
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
