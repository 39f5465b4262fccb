//! Sessions of users at the pages.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A session of a user. The browser holds a secret token; the record holds its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct UserSession {
    /// Its id.
    pub id: Id,
    /// The instance the user belongs to.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The hash of the token.
    pub token_hash: Hash,
    /// When it began.
    pub created: Timestamp,
    /// When it was used last, to the minute.
    pub last_used: Timestamp,
    /// When it ends, however much it is used.
    pub expires: Timestamp,
    /// The address that it began from.
    pub source_address: String,
    /// What the browser called itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

impl UserSession {
    /// By instance and the hash of the token.
    pub const BY_TOKEN: &'static Index = &Self::KIND.indexes[0];
    /// By instance, user and id.
    pub const BY_USER: &'static Index = &Self::KIND.indexes[1];

    /// What keys and [`Self::BY_USER`]'s entries of all sessions of a user start with.
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Where a session is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id, id: &Id) -> Key {
        Self::of_user(instance_id, user_id).id(id)
    }

    /// Where the session of a token stands in [`Self::BY_TOKEN`].
    pub fn of_token(instance_id: &Id, token_hash: Hash) -> Entry {
        Entry::of_token(Self::BY_TOKEN, instance_id, token_hash)
    }
}

impl Record for UserSession {
    const KIND: &'static Kind = &Kind {
        name: "user_session",
        indexes: &[Index { name: "token" }, Index { name: "user" }],
        // The operations that begin and end sessions are audited; their use is not.
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id, &self.id)
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
