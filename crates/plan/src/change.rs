//! One call that changes one part of one person.

use std::collections::{BTreeMap, BTreeSet};

use roster_model::shapes::DirectoryType;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::column::{Calls, Column};
use crate::field::Field;
use crate::instance::Instance;
use crate::items;
use crate::kind::Kind;
use crate::list;
use crate::part::Part;
use crate::person::Person;
use crate::references::References;
use crate::values::Values;

/// What one call changes. If the call replaces its part as a whole, `before` and `after` hold all fields of the part;
/// otherwise the items that it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// The user; empty if a call before it creates the user.
    pub user_id: String,
    /// The user's sign-in name.
    pub username: String,
    /// The part that the call changes.
    #[serde(rename = "Operation")]
    pub part: Part,
    /// The part as it is.
    pub before: Values,
    /// The part as it shall be.
    pub after: Values,
}

/// One field of a change. An empty text is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldChange<'a> {
    /// The field.
    pub field: &'a Field,
    /// Its value now.
    pub before: &'a str,
    /// Its new value.
    pub after: &'a str,
}

/// A changed primary address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressChange<'a> {
    /// The address now; empty if there is none.
    pub before: &'a str,
    /// The new address; empty if there is none.
    pub after: &'a str,
}

impl Change {
    /// The calls that give a person these values, in order.
    pub(crate) fn between(person: &Person, wanted: &Values) -> Vec<Self> {
        let mut parts: BTreeMap<Part, Vec<Field>> = BTreeMap::new();
        for (field, before, after) in person.values.differing(wanted) {
            let column = field.column();
            let part = column.part(before, after);
            let fields = parts.entry(part).or_default();
            match column.declaration().calls {
                Calls::Whole(_) => *fields = whole(part),
                Calls::Items { .. } => fields.push(field.clone()),
            }
        }
        let parts = parts.into_iter();
        parts
            .map(|(part, fields)| Self {
                user_id: person.id.clone(),
                username: person.username.clone(),
                part,
                before: person.values.of(&fields),
                after: wanted.of(&fields),
            })
            .collect()
    }

    /// The calls that create a person with these values, in order: proficiencies need a call of their own.
    pub(crate) fn creating(username: &str, wanted: &Values) -> Vec<Self> {
        let empty = Person {
            username: username.to_owned(),
            ..Person::default()
        };
        let (mut created, mut apart) = (wanted.clone(), wanted.clone());
        created.retain(|field| field.column() != Column::Proficiencies);
        apart.retain(|field| field.column() == Column::Proficiencies);
        let creation = Self {
            user_id: String::new(),
            username: username.to_owned(),
            part: Part::Creation,
            before: Values::default(),
            after: created,
        };
        let more = Self::between(&empty, &apart);
        [creation].into_iter().chain(more).collect()
    }

    /// The call that deletes a person, who was read in all columns that `DescribeUser` answers with.
    pub(crate) fn deleting(person: &Person) -> Self {
        Self {
            user_id: person.id.clone(),
            username: person.username.clone(),
            part: Part::Deletion,
            before: described(person),
            after: Values::default(),
        }
    }

    /// Whether it is about the same person.
    pub fn is_about_person_of(&self, other: &Self) -> bool {
        self.user_id == other.user_id && self.username == other.username
    }

    /// The fields that it changes, in the order of columns.
    pub fn fields(&self) -> impl Iterator<Item = FieldChange<'_>> {
        let differing = self.before.differing(&self.after);
        differing.map(|(field, before, after)| FieldChange { field, before, after })
    }

    /// The change of the primary address; none if the change creates or deletes the person.
    pub fn address(&self) -> Option<AddressChange<'_>> {
        if matches!(self.part, Part::Creation | Part::Deletion) {
            return None;
        }
        let change = self
            .fields()
            .find(|change| change.field.column().is_recovery_address())?;
        Some(AddressChange {
            before: change.before,
            after: change.after,
        })
    }

    /// The columns that tell whether a person is as planned.
    pub fn columns(&self) -> BTreeSet<Column> {
        if self.part == Part::Deletion {
            let columns = Column::ALL.iter().copied();
            return columns.filter(|column| column.is_described()).collect();
        }
        self.scope().iter().map(Field::column).collect()
    }

    /// What a person is now, in what the call changes.
    pub fn now(&self, person: &Person) -> Values {
        if self.part == Part::Deletion {
            return described(person);
        }
        person.values.of(&self.scope())
    }

    /// Makes the change, as the service would.
    pub fn apply(&self, person: &mut Person) {
        for field in self.scope() {
            person.values.set(&field, self.after.text(&field));
        }
    }

    /// The ids of the security profiles that it gives.
    pub fn security_profile_ids(&self, instance: &Instance) -> Vec<String> {
        let kind = Column::SecurityProfiles.declaration().kind;
        kind.ids(self.after.scalar(Column::SecurityProfiles), &instance.references)
    }

    /// What it refers to and the instance does not have yet, in words.
    pub fn missing(&self, instance: &Instance) -> Option<String> {
        self.after.iter().find_map(|(field, text)| {
            let column = field.column();
            let target = column.target()?;
            let names = match column.declaration().kind {
                Kind::References(_) => list::split(text).into_iter().map(list::unescaped).collect(),
                _ => vec![text.to_owned()],
            };
            let mut names = names.iter();
            names.find_map(|name| instance.references.missing(target, name))
        })
    }

    /// The fields that the call replaces, or the items that it changes.
    fn scope(&self) -> Vec<Field> {
        let whole = whole(self.part);
        if !whole.is_empty() {
            return whole;
        }
        let fields = self.before.iter().chain(self.after.iter());
        fields.map(|(field, _)| field.clone()).collect()
    }

    /// The parameters of the call. What an external directory keeps is left out.
    pub fn parameters(&self, instance: &Instance) -> Map<String, Value> {
        let mut parameters = match self.part {
            Part::Identity
            | Part::SecurityProfiles
            | Part::RoutingProfile
            | Part::HierarchyGroup
            | Part::Phone => self.replacing(instance),
            Part::Creation => self.creation(instance),
            Part::Deletion => Map::new(),
            Part::RemovedProficiencies => object("UserProficiencies", proficiencies(&self.before, false)),
            Part::ChangedProficiencies | Part::AddedProficiencies => {
                object("UserProficiencies", proficiencies(&self.after, true))
            }
            Part::RemovedTags => {
                let keys = self.before.iter().filter_map(|(field, _)| field.item_name());
                object("tagKeys", keys.collect())
            }
            Part::SetTags => object("tags", tags(&self.after)),
        };
        match self.part {
            Part::RemovedTags | Part::SetTags => {
                parameters.insert("resourceArn".to_owned(), instance.user_arn(&self.user_id).into());
            }
            Part::Creation => {
                parameters.insert("InstanceId".to_owned(), instance.id.as_str().into());
            }
            Part::Identity
            | Part::SecurityProfiles
            | Part::RoutingProfile
            | Part::HierarchyGroup
            | Part::Phone
            | Part::RemovedProficiencies
            | Part::ChangedProficiencies
            | Part::AddedProficiencies
            | Part::Deletion => {
                parameters.insert("UserId".to_owned(), self.user_id.as_str().into());
                parameters.insert("InstanceId".to_owned(), instance.id.as_str().into());
            }
        }
        parameters
    }

    /// The members of all fields of a part. A structure is sent even if nothing is left in it.
    fn replacing(&self, instance: &Instance) -> Map<String, Value> {
        let mut parameters = Map::new();
        for field in whole(self.part) {
            let column = field.column();
            if let Some((parent, _)) = column.declaration().member.split_once('.') {
                parameters.entry(parent).or_insert_with(|| json!({}));
            }
            if is_sent(column, instance.kind) {
                insert(&mut parameters, column, self.after.text(&field), instance);
            }
        }
        parameters
    }

    /// The members of a new user. An external directory finds the person by the names.
    fn creation(&self, instance: &Instance) -> Map<String, Value> {
        let mut parameters = object("Username", self.username.as_str().into());
        let columns: BTreeSet<Column> = self.after.iter().map(|(field, _)| field.column()).collect();
        for column in columns {
            if column == Column::Tags {
                let mut of_tags = self.after.clone();
                of_tags.retain(|field| field.column() == column);
                parameters.insert("Tags".to_owned(), tags(&of_tags));
            } else {
                insert(&mut parameters, column, self.after.scalar(column), instance);
            }
        }
        parameters
    }
}

/// What `DescribeUser` answers about a person.
fn described(person: &Person) -> Values {
    let mut values = person.values.clone();
    values.retain(|field| field.column().is_described());
    values
}

/// Puts a value where a call takes its column, if it is sent.
fn insert(parameters: &mut Map<String, Value>, column: Column, text: &str, instance: &Instance) {
    let declaration = column.declaration();
    let Some(value) = declaration.kind.sent(text, &instance.references) else {
        return;
    };
    let (parent, name) = match declaration.member.split_once('.') {
        Some((parent, name)) => (Some(parent), name),
        None => (None, declaration.member),
    };
    let members = match parent {
        Some(parent) => parameters
            .entry(parent)
            .or_insert_with(|| json!({}))
            .as_object_mut(),
        None => Some(parameters),
    };
    if let Some(members) = members {
        members.insert(name.to_owned(), value);
    }
}

/// Whether the service takes a column, or an external directory keeps it.
fn is_sent(column: Column, kind: DirectoryType) -> bool {
    match kind {
        DirectoryType::ConnectManaged | DirectoryType::Saml => true,
        DirectoryType::ExistingDirectory => {
            !column.has(Part::Identity) || matches!(column, Column::SecondaryEmail | Column::Mobile)
        }
    }
}

/// The fields that a call replaces as a whole; none for one that changes items.
fn whole(part: Part) -> Vec<Field> {
    let columns = Column::ALL
        .iter()
        .filter(|column| column.declaration().calls == Calls::Whole(part));
    columns.copied().map(Field::from).collect()
}

fn object(name: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value)])
}

fn tags(values: &Values) -> Value {
    let tags = values.iter();
    tags.filter_map(|(field, value)| Some((field.item_name()?.to_owned(), Value::from(value))))
        .collect::<Map<_, _>>()
        .into()
}

fn proficiencies(values: &Values, with_levels: bool) -> Value {
    let proficiencies = values.iter().filter_map(|(field, level)| {
        let (attribute, value) = items::attribute_and_value(field.item_name()?);
        let mut proficiency = json!({"AttributeName": attribute, "AttributeValue": value});
        if with_levels {
            proficiency["Level"] = field
                .column()
                .declaration()
                .kind
                .sent(level, &References::default())?;
        }
        Some(proficiency)
    });
    proficiencies.collect()
}

impl<'a> AddressChange<'a> {
    /// The domains before and after, if they differ and there was one before.
    pub fn domains(&self) -> Option<(&'a str, &'a str)> {
        let (before, after) = (domain(self.before)?, domain(self.after)?);
        (!before.eq_ignore_ascii_case(after)).then_some((before, after))
    }
}

fn domain(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain)
}
