//! ListUserNotifications.

use roster_model_derive::{operation, shape};

use crate::ops::connect::notifications::{NotificationContent, NotificationPriority};
use crate::shapes::{InstanceId, MaxResult1000, NextToken, NotificationId, Timestamp, UserId};

/// Lists the notifications that a user was sent and that have not expired, the newest first.
#[operation(
    http = "GET /users/{InstanceId}/{UserId}/notifications",
    effect = Read,
    resources = "user*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct ListUserNotifications;

/// The input of `ListUserNotifications`.
#[shape]
pub struct ListUserNotificationsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many notifications a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
}

/// The output of `ListUserNotifications`.
#[shape]
pub struct ListUserNotificationsResponse {
    /// The notifications of this page.
    pub user_notifications: Option<UserNotificationSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Notifications of a user.
#[shape]
pub struct UserNotificationSummaryList(pub Vec<UserNotificationSummary>);

/// A notification of a user.
#[shape]
pub struct UserNotificationSummary {
    /// Its id.
    pub notification_id: Option<NotificationId>,
    /// What the user has done about it.
    pub notification_status: Option<NotificationStatus>,
    /// The instance.
    pub instance_id: Option<InstanceId>,
    /// The id of the user.
    pub recipient_id: Option<AgentId>,
    /// The text in each language.
    pub content: Option<NotificationContent>,
    /// How important it is.
    pub priority: Option<NotificationPriority>,
    /// The sender.
    pub source: Option<NotificationSource>,
    /// When it was sent.
    pub created_at: Option<Timestamp>,
    /// From when on users see it no more.
    pub expires_at: Option<Timestamp>,
}

/// What a user has done about a notification.
#[shape(stored)]
pub enum NotificationStatus {
    /// The user has read it.
    Read,
    /// The user has not read it.
    Unread,
    /// The user wants to see it no more.
    Hidden,
}

/// The id of a user.
#[shape(length(_, 256))]
pub struct AgentId(pub String);

/// The sender of a notification.
#[shape]
pub enum NotificationSource {
    /// A caller of `CreateNotification`.
    Customer,
    /// A rule.
    Rules,
    /// The system.
    System,
}
