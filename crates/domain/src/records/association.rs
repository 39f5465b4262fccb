//! What an instance is associated with.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// What an instance can be associated with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
pub enum AssociationType {
    /// A web origin that may embed what agents work with.
    ApprovedOrigin,
    /// A public key, with which a flow encrypts what customers enter.
    SecurityKey,
    /// A function that flows may call.
    LambdaFunction,
}

impl AssociationType {
    /// Its place in keys, which does not change.
    const fn word(self) -> &'static str {
        match self {
            Self::ApprovedOrigin => "approved-origin",
            Self::SecurityKey => "security-key",
            Self::LambdaFunction => "lambda-function",
        }
    }
}

/// Something that an instance is associated with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Association {
    /// The id of the association.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// What it is with.
    pub association_type: AssociationType,
    /// The origin, the key or the ARN of the function.
    pub value: String,
    /// When it was made.
    pub created_time: Timestamp,
}

impl Association {
    /// By instance, type and value.
    pub const BY_VALUE: Index = Index { name: "value" };

    /// Where the association with this id is kept.
    pub fn key_of(instance_id: &Id, id: &Id) -> Key {
        Key::new().id(instance_id).id(id)
    }

    /// Where the entries of an instance's associations of a type start.
    pub fn of_type(instance_id: &Id, association_type: AssociationType) -> Key {
        Key::new().id(instance_id).text(association_type.word())
    }

    /// The entry of an association of an instance.
    pub fn entry_of(instance_id: &Id, association_type: AssociationType, value: &str) -> Entry {
        Entry {
            index: &Self::BY_VALUE,
            key: Self::of_type(instance_id, association_type).text(value),
        }
    }
}

impl Record for Association {
    const KIND: &'static Kind = &Kind {
        name: "association",
        indexes: &[Self::BY_VALUE],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Self::entry_of(
            &self.instance_id,
            self.association_type,
            &self.value,
        )]
    }
}
