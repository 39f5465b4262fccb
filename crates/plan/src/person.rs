//! The people of a directory.

use std::collections::HashMap;

use serde_json::Value;

use crate::column::Column;
use crate::references::References;
use crate::values::Values;

/// The lists of settings channel by channel, which a call for the phone configuration would remove.
const CHANNEL_SETTINGS: [&str; 4] = [
    "AutoAcceptConfigs",
    "AfterContactWorkConfigs",
    "PhoneNumberConfigs",
    "PersistentConnectionConfigs",
];

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

impl From<&Person> for Account {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            username: person.username.clone(),
            email: None,
        }
    }
}

/// A user with what was read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The user's id.
    pub id: String,
    /// The sign-in name.
    pub username: String,
    /// The fields.
    pub values: Values,
    /// The ids of the security profiles.
    pub security_profile_ids: Vec<String>,
    /// Whether telephone settings are made channel by channel.
    pub has_channel_settings: bool,
}

impl Person {
    /// A person in these columns, by the answers of the service: `DescribeUser`, and beside it the list of
    /// `ListUserProficiencies` as the member `UserProficiencies`.
    pub fn of_user(user: &Value, columns: &[Column], references: &References) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let profiles = user["SecurityProfileIds"].as_array().into_iter().flatten();
        Self {
            id: text(&user["Id"]),
            username: text(&user["Username"]),
            values: Values::of_user(user, columns, references),
            security_profile_ids: profiles.map(text).collect(),
            has_channel_settings: CHANNEL_SETTINGS
                .iter()
                .any(|list| user[*list].as_array().is_some_and(|list| !list.is_empty())),
        }
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

    /// The person of a username.
    pub(crate) fn named(&self, username: &str) -> Option<&Person> {
        self.0.values().find(|person| person.username == username)
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
