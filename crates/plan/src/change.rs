//! One call that changes one part of one person.

use roster_model::shapes::DirectoryType;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::field::{Field, Part};
use crate::person::Person;
use crate::values::Values;

/// What one call changes. The call replaces the part as a whole, so `before` and `after` hold all of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// The user.
    pub user_id: String,
    /// The user's sign-in name.
    pub username: String,
    /// The part that the call replaces.
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
    pub field: Field,
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
    /// The fields that it changes, in the order of columns.
    pub fn fields(&self) -> impl Iterator<Item = FieldChange<'_>> {
        self.before.differing(&self.after).map(|field| FieldChange {
            field,
            before: self.before.text(field),
            after: self.after.text(field),
        })
    }

    /// The change of the primary address.
    pub fn address(&self) -> Option<AddressChange<'_>> {
        let change = self.fields().find(|change| change.field.is_recovery_address())?;
        Some(AddressChange {
            before: change.before,
            after: change.after,
        })
    }

    /// The parameters of the call. What an external directory keeps is left out.
    pub fn parameters(&self, instance_id: &str, kind: DirectoryType) -> Map<String, Value> {
        let mut parameters = Map::new();
        match self.part {
            Part::Identity => {
                let identity = Value::Object(self.sent_identity(kind));
                parameters.insert("IdentityInfo".to_owned(), identity);
            }
        }
        parameters.insert("UserId".to_owned(), self.user_id.as_str().into());
        parameters.insert("InstanceId".to_owned(), instance_id.into());
        parameters
    }

    fn sent_identity(&self, kind: DirectoryType) -> Map<String, Value> {
        let is_sent = |field: Field| match kind {
            DirectoryType::ConnectManaged | DirectoryType::Saml => true,
            DirectoryType::ExistingDirectory => matches!(field, Field::SecondaryEmail | Field::Mobile),
        };
        let sent = self.after.iter().filter(|(field, _)| is_sent(*field));
        sent.map(|(field, value)| (field.name().to_owned(), value.into()))
            .collect()
    }

    /// Makes the change, as the service would.
    pub fn apply(&self, person: &mut Person) {
        person.values.replace(self.part, &self.after);
    }
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
