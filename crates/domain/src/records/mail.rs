//! Mails to users, from the change that causes one until it is sent.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::account_mail::AccountMailKind;
use crate::arn::AccountRegion;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A mail. It is stored together with the change that causes it. It outlives its instance and user: a mail about
/// their end must still be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Mail {
    /// Its id, and that of the job that delivers it.
    pub id: Id,
    /// The account and Region of its instance.
    #[serde(rename = "Home")]
    pub account_region: AccountRegion,
    /// The instance of the user.
    pub instance_id: Id,
    /// The user that it is for.
    pub user_id: Id,
    /// What it is about.
    pub kind: AccountMailKind,
    /// The address it goes to.
    pub to: String,
    /// When it was stored.
    pub created: Timestamp,
    /// How far it has come.
    pub state: MailState,
    /// When it came so far.
    pub state_time: Timestamp,
    /// Its [`MailContent`], encrypted: it may hold a link that still works.
    pub content: String,
}

/// The subject and the texts of a mail. It is stored encrypted, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct MailContent {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
pub enum MailState {
    /// No server sends it: there was no `--smtp` when it was stored.
    Captured,
    /// A job is to deliver it.
    Queued,
    /// A mail server has taken it.
    Sent,
    /// The last attempt to deliver it has failed.
    Failed,
}

impl Mail {
    /// By account, Region and time.
    pub const BY_ACCOUNT_REGION: &'static Index = &Self::KIND.indexes[0];
    /// By instance and time.
    pub const BY_INSTANCE: &'static Index = &Self::KIND.indexes[1];
    /// By time alone, for the removal of old ones.
    pub const BY_TIME: &'static Index = &Self::KIND.indexes[2];

    /// Where a mail is kept.
    pub fn key_of(id: &Id) -> Key {
        Key::new().id(id)
    }

    /// Where the mails of an account and Region start in [`Self::BY_ACCOUNT_REGION`].
    pub fn of_account_region(account_region: &AccountRegion) -> Key {
        Key::new()
            .text(&account_region.account)
            .text(&account_region.region)
    }

    /// Where the mails of an instance start in [`Self::BY_INSTANCE`].
    pub fn of_instance(instance_id: &Id) -> Key {
        Key::new().id(instance_id)
    }
}

impl Record for Mail {
    const KIND: &'static Kind = &Kind {
        name: "mail",
        indexes: &[
            Index { name: "home" },
            Index { name: "instance" },
            Index { name: "created" },
        ],
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        // Digits of one length are ordered as their numbers. No mail is stored before 1970.
        let created = format!("{:016}", self.created.milliseconds.max(0));
        let entry = |index, start: Key| Entry {
            index,
            key: start.text(&created).id(&self.id),
        };
        vec![
            entry(
                Self::BY_ACCOUNT_REGION,
                Self::of_account_region(&self.account_region),
            ),
            entry(Self::BY_INSTANCE, Self::of_instance(&self.instance_id)),
            entry(Self::BY_TIME, Key::new()),
        ]
    }
}
