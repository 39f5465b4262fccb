//! From where users sign in.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, Record};

/// The places that a user has signed in from lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct SignInPlaces {
    /// The instance of the user.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The places, the one of the last sign-in at the end.
    pub places: Vec<SignInPlace>,
}

/// A place that a user has signed in from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct SignInPlace {
    /// The hash of the user and the network.
    pub hash: Hash,
    /// When the user signed in from there for the last time.
    pub last_sign_in: Timestamp,
}

impl SignInPlaces {
    /// The places of a user that has not signed in yet.
    pub const fn none(instance_id: Id, user_id: Id) -> Self {
        Self {
            instance_id,
            user_id,
            places: Vec::new(),
        }
    }

    /// Where the places of a user are kept.
    pub fn key_of(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }
}

impl Record for SignInPlaces {
    const KIND: &'static Kind = &Kind {
        name: "sign_in_places",
        indexes: &[],
        // The sign-ins are audited, with their addresses.
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
