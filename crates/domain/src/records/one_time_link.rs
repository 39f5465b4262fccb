//! Links that work once: what a mail holds so that its reader can prove to have got it.

use std::time::Duration;

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A link that works once. The link holds a secret token; the record holds its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct OneTimeLink {
    /// The instance the user belongs to.
    pub instance_id: Id,
    /// The user that the link is about.
    pub user_id: Id,
    /// What the link is for.
    pub purpose: LinkPurpose,
    /// The hash of the token.
    pub token_hash: Hash,
    /// What the link is about besides the user, such as a pending change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<Id>,
    /// When the link was made.
    pub created: Timestamp,
    /// From when on the link works no more.
    pub expires: Timestamp,
    /// The hash of the token of the browser that opened the link first; no other can use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_hash: Option<Hash>,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Stored)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPurpose {
    /// To choose a new password after the old one was forgotten.
    ResetPassword,
    /// To choose the first password, from a welcome.
    ChoosePassword,
    /// To confirm an address by reading mail there.
    ConfirmEmail,
    /// To cancel a pending change of an address.
    CancelEmailChange,
    /// To undo a change of an address that has been made.
    UndoEmailChange,
    /// To sign in the user that a caller of `GetFederationToken` stands for.
    Federate,
}

impl LinkPurpose {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ResetPassword,
        Self::ChoosePassword,
        Self::ConfirmEmail,
        Self::CancelEmailChange,
        Self::UndoEmailChange,
        Self::Federate,
    ];

    /// Its name, and the page that the link leads to.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset-password",
            Self::ChoosePassword => "choose-password",
            Self::ConfirmEmail => "confirm-email",
            Self::CancelEmailChange => "cancel-email-change",
            Self::UndoEmailChange => "undo-email-change",
            Self::Federate => "federate",
        }
    }

    /// Whether a link for this purpose works on the page of another purpose. A link for a first password works on the
    /// page for a new one.
    pub fn serves(self, asked: Self) -> bool {
        self == asked || (self, asked) == (Self::ChoosePassword, Self::ResetPassword)
    }

    /// How long a link works.
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::Federate => Duration::from_mins(5),
            Self::ResetPassword => Duration::from_mins(30),
            Self::ConfirmEmail | Self::CancelEmailChange => Duration::from_hours(72),
            Self::ChoosePassword | Self::UndoEmailChange => Duration::from_hours(7 * 24),
        }
    }
}

impl OneTimeLink {
    /// By instance and the hash of the token.
    pub const BY_TOKEN: &'static Index = &Self::KIND.indexes[0];
    /// By instance, user, purpose and the hash of the token.
    pub const BY_USER: &'static Index = &Self::KIND.indexes[1];

    /// Where the links of a user start in [`Self::BY_USER`].
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Where the links of a user for a purpose start in [`Self::BY_USER`].
    pub fn of_purpose(instance_id: &Id, user_id: &Id, purpose: LinkPurpose) -> Key {
        Self::of_user(instance_id, user_id).text(purpose.name())
    }

    /// Where the link of a token stands in [`Self::BY_TOKEN`].
    pub fn of_token(instance_id: &Id, token_hash: Hash) -> Entry {
        Entry::of_token(Self::BY_TOKEN, instance_id, token_hash)
    }
}

impl Record for OneTimeLink {
    const KIND: &'static Kind = &Kind {
        name: "one_time_link",
        indexes: &[Index { name: "token" }, Index { name: "user" }],
        // The operations that make and use links are audited. Their tokens are random, so a plan cannot foretell them.
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::of_user(&self.instance_id, &self.user_id).text(&self.token_hash.to_string())
    }

    fn entries(&self) -> Vec<Entry> {
        let of_purpose = Self::of_purpose(&self.instance_id, &self.user_id, self.purpose);
        vec![
            Self::of_token(&self.instance_id, self.token_hash),
            Entry {
                index: Self::BY_USER,
                key: of_purpose.text(&self.token_hash.to_string()),
            },
        ]
    }
}
