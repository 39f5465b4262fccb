//! DescribeNotification.

use roster_model_derive::{operation, shape};

use super::{NotificationContent, RecipientList};
use crate::shapes::{ARN, InstanceId, NotificationId, RegionName, TagMap, Timestamp};

/// Shows a notification.
#[operation(
    http = "GET /notifications/{InstanceId}/{NotificationId}",
    effect = Read,
    resources = "notification*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct DescribeNotification;

/// The input of `DescribeNotification`.
#[shape]
pub struct DescribeNotificationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The notification.
    #[shape(label)]
    pub notification_id: NotificationId,
}

/// The output of `DescribeNotification`.
#[shape]
pub struct DescribeNotificationResponse {
    /// The notification.
    pub notification: Notification,
}

/// A message to users.
#[shape]
pub struct Notification {
    /// The text in each language.
    pub content: Option<NotificationContent>,
    /// Its id.
    pub id: NotificationId,
    /// Its ARN.
    pub arn: ARN,
    /// How important it is.
    pub priority: Option<NotificationPriority>,
    /// The ARNs of the users it was sent to, or of the instance.
    pub recipients: Option<RecipientList>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// When it was sent.
    pub created_at: Option<Timestamp>,
    /// From when on users see it no more.
    pub expires_at: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// How important a notification is.
#[shape(stored)]
pub enum NotificationPriority {
    /// It comes from the system.
    Urgent,
    /// It stands above others.
    High,
    /// It stands below others.
    Low,
}
