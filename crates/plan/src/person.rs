//! The people of a directory.

use std::collections::HashMap;

use crate::field::Part;
use crate::values::Values;

/// A user in brief: what finds the person of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The user's id.
    pub id: String,
    /// The sign-in name.
    pub username: String,
    /// The primary address; none if it was not read.
    pub email: Option<String>,
}

/// A user with everything that a plan can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user's id.
    pub id: String,
    /// The sign-in name.
    pub username: String,
    /// The fields.
    pub values: Values,
    /// The ids of the security profiles.
    pub security_profile_ids: Vec<String>,
}

impl Person {
    /// The values of one part.
    pub fn part(&self, part: Part) -> Values {
        self.values.of(part)
    }
}

/// People by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(HashMap<String, Person>);

impl People {
    /// The person of an id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.0.get(id)
    }
}

impl IntoIterator for People {
    type Item = Person;
    type IntoIter = std::collections::hash_map::IntoValues<String, Person>;

    /// In any order.
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_values()
    }
}

impl FromIterator<Person> for People {
    fn from_iter<I: IntoIterator<Item = Person>>(people: I) -> Self {
        let people = people.into_iter();
        Self(people.map(|person| (person.id.clone(), person)).collect())
    }
}
