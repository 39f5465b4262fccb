//! Messages to users of an instance.

use std::borrow::Cow;

use roster_model::ops::connect::notifications::{NotificationContent, NotificationPriority};
use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::{self, Searchable};
use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, LAST_MODIFIED, Record};
use crate::rules::notification::USUAL_LIFE;

/// A message to users, until it expires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Notification {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// The text in each language.
    pub content: NotificationContent,
    /// How important it is.
    pub priority: NotificationPriority,
    /// Whether it is for every user of the instance, those too that come later.
    pub is_for_all: bool,
    /// The users it is for, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<Id>,
    /// The token of the request that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    /// The hash of that request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_hash: Option<Hash>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it was made.
    pub created_time: Timestamp,
    /// From when on users see it no more, unless that follows from when it was made. It never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

/// Enough digits for any time that matters: those of the year 318857.
const LATEST: i64 = 9_999_999_999_999_999;

/// What stands for every user, where else the id of one is.
const ALL: &str = "*";

impl Notification {
    /// By instance, time and id, the newest first.
    pub const BY_TIME: Index = Index { name: "time" };
    /// By instance, recipient, time of expiry, time and id. It has an entry for each recipient that is named, and one for all
    /// users.
    pub const BY_RECIPIENT: Index = Index { name: "recipient" };
    /// By instance and client token.
    pub const BY_CLIENT_TOKEN: Index = Index { name: "client_token" };
    /// By instance, field, value, time and id.
    pub const BY_TERM: Index = Index { name: "term" };

    /// Where the notification of this id is kept.
    pub fn key_of(instance_id: &Id, id: &Id) -> Key {
        Key::new().id(instance_id).id(id)
    }

    /// Where those of an instance start in [`Self::BY_TIME`].
    pub fn of_instance(instance_id: &Id) -> Key {
        Key::new().id(instance_id)
    }

    /// Where those that name a user start in [`Self::BY_RECIPIENT`].
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Where those for all users start in [`Self::BY_RECIPIENT`].
    pub fn of_all_users(instance_id: &Id) -> Key {
        Key::new().id(instance_id).text(ALL)
    }

    /// The last place of those that have expired, behind one of these starts.
    pub fn expired_by(start: Key, now: Timestamp) -> Key {
        start.text(&digits(now)).end_of_prefix()
    }

    /// The place in the order of time that an entry of [`Self::BY_RECIPIENT`] shows.
    pub fn place_in(entry: &Key) -> Key {
        const INSTANCE_RECIPIENT_AND_EXPIRY: usize = 3;
        let parts = entry.parts().skip(INSTANCE_RECIPIENT_AND_EXPIRY);
        Key::from_bytes(parts.flatten().copied().collect())
    }

    /// Where the client token of a request stands in [`Self::BY_CLIENT_TOKEN`].
    pub fn of_client_token(instance_id: &Id, token: &str) -> Entry {
        Entry {
            index: &Self::BY_CLIENT_TOKEN,
            key: Key::new().id(instance_id).text(token),
        }
    }

    /// From when on users see it no more.
    pub fn expires(&self) -> Timestamp {
        self.expires.unwrap_or(self.created_time + USUAL_LIFE)
    }

    /// Whether a user is among its recipients.
    pub fn is_for(&self, user_id: &Id) -> bool {
        self.is_for_all || self.user_ids.contains(user_id)
    }
}

/// Digits of one length, which are ordered as their numbers.
fn digits(time: Timestamp) -> String {
    format!("{:016}", time.milliseconds.clamp(0, LATEST))
}

impl Record for Notification {
    const KIND: &'static Kind = &Kind {
        name: "notification",
        indexes: &[
            Self::BY_TIME,
            Self::BY_RECIPIENT,
            Self::BY_CLIENT_TOKEN,
            Self::BY_TERM,
        ],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let place = self.place();
        let behind = |start: Key| Key::from_bytes([start.as_bytes(), place.as_bytes()].concat());
        let by_time = Entry {
            index: &Self::BY_TIME,
            key: behind(Self::of_instance(&self.instance_id)),
        };
        let users = self
            .user_ids
            .iter()
            .map(|id| Self::of_user(&self.instance_id, id));
        let all = self.is_for_all.then(|| Self::of_all_users(&self.instance_id));
        let by_recipient = users.chain(all).map(|start| Entry {
            index: &Self::BY_RECIPIENT,
            key: behind(start.text(&digits(self.expires()))),
        });
        let token = self.client_token.iter();
        let by_token = token.map(|token| Self::of_client_token(&self.instance_id, token));
        [by_time]
            .into_iter()
            .chain(by_recipient)
            .chain(by_token)
            .chain(searchable::entries(self, &Self::BY_TERM))
            .collect()
    }
}

impl Searchable for Notification {
    const FIELDS: &'static [&'static str] = &["content", "resourceID"];
    const PARTS_OF_PLACE: usize = 2;

    // The newest first.
    fn place(&self) -> Key {
        let age = Timestamp {
            milliseconds: LATEST - self.created_time.milliseconds,
        };
        Key::new().text(&digits(age)).id(&self.id)
    }

    fn texts_of(&self, field: &str) -> Vec<Cow<'_, str>> {
        match field {
            "content" => self.content.values().map(|text| text.as_str().into()).collect(),
            _ => Vec::new(),
        }
    }
}
