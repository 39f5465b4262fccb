//! What users have done about notifications.

use roster_model::ops::connect::users::NotificationStatus;
use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, LAST_MODIFIED, Record};

/// What a user has done about a notification. Without a record, the user has done nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct UserNotificationStatus {
    /// The instance of both.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The notification.
    pub notification_id: Id,
    /// What the user has done about it.
    pub status: NotificationStatus,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl UserNotificationStatus {
    /// By instance, user and notification.
    pub const BY_USER: &'static Index = &Self::KIND.indexes[0];
    /// By instance, notification and user.
    pub const BY_NOTIFICATION: &'static Index = &Self::KIND.indexes[1];

    /// Where the status is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id, notification_id: &Id) -> Key {
        Self::of_user(instance_id, user_id).id(notification_id)
    }

    /// Where those of a user start in [`Self::BY_USER`].
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Where those of a notification start in [`Self::BY_NOTIFICATION`].
    pub fn of_notification(instance_id: &Id, notification_id: &Id) -> Key {
        Key::new().id(instance_id).id(notification_id)
    }
}

impl Record for UserNotificationStatus {
    const KIND: &'static Kind = &Kind {
        name: "user_notification_status",
        indexes: &[Index { name: "user" }, Index { name: "notification" }],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id, &self.notification_id)
    }

    fn entries(&self) -> Vec<Entry> {
        let of_notification = Self::of_notification(&self.instance_id, &self.notification_id);
        vec![
            Entry {
                index: Self::BY_USER,
                key: self.key(),
            },
            Entry {
                index: Self::BY_NOTIFICATION,
                key: of_notification.id(&self.user_id),
            },
        ]
    }
}
