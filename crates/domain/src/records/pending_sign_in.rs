//! Sign-ins that wait for a second factor.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A sign-in with the right password that waits for the second factor. The browser holds a secret token, which is good for
/// nothing else; the record holds its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct PendingSignIn {
    /// The instance of the user.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The hash of the token.
    pub token_hash: Hash,
    /// When the password was shown.
    pub created: Timestamp,
    /// From when on it is void.
    pub expires: Timestamp,
}

impl PendingSignIn {
    /// By instance and the hash of the token.
    pub const BY_TOKEN: &'static Index = &Self::KIND.indexes[0];
    /// By instance, user and the hash of the token.
    pub const BY_USER: &'static Index = &Self::KIND.indexes[1];

    /// What keys and [`Self::BY_USER`]'s entries of all of a user start with.
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Where the one of a token stands in [`Self::BY_TOKEN`].
    pub fn of_token(instance_id: &Id, token_hash: Hash) -> Entry {
        Entry::of_token(Self::BY_TOKEN, instance_id, token_hash)
    }
}

impl Record for PendingSignIn {
    const KIND: &'static Kind = &Kind {
        name: "pending_sign_in",
        indexes: &[Index { name: "token" }, Index { name: "user" }],
        // The operations that begin and finish sign-ins are audited.
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::of_user(&self.instance_id, &self.user_id).text(&self.token_hash.to_string())
    }

    fn entries(&self) -> Vec<Entry> {
        vec![
            Self::of_token(&self.instance_id, self.token_hash),
            Entry {
                index: Self::BY_USER,
                key: self.key(),
            },
        ]
    }
}
