//! Second factors of users.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// The second factor of a user: a secret that an authenticator app has, too, and recovery codes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct SecondFactor {
    /// The instance of the user.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The secret, encrypted with a master key.
    pub secret: String,
    /// When the secret was made.
    pub created: Timestamp,
    /// The hash of the token of the sign-in that enrolls the user. Absent once a first code has confirmed the factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolling: Option<Hash>,
    /// The time step of the last code that was accepted: no code is accepted twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_step: Option<u64>,
    /// The hashes of the recovery codes that were not used yet.
    pub recovery_codes: Vec<Hash>,
}

impl SecondFactor {
    /// By instance and user.
    pub const BY_USER: &'static Index = &Self::KIND.indexes[0];

    /// Where the second factor of a user is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Whether a first code has confirmed that the user's device has the secret.
    pub const fn is_confirmed(&self) -> bool {
        self.enrolling.is_none()
    }
}

impl Record for SecondFactor {
    const KIND: &'static Kind = &Kind {
        name: "second_factor",
        indexes: &[Index { name: "user" }],
        in_audit: InAudit::Names,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry {
            index: Self::BY_USER,
            key: self.key(),
        }]
    }
}
