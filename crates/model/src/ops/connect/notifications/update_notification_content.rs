//! UpdateNotificationContent.

use roster_model_derive::{operation, shape};

use super::NotificationContent;
use crate::shapes::{InstanceId, NotificationId};

/// Replaces the text of a notification in all languages, for all of its recipients.
#[operation(
    http = "POST /notifications/{InstanceId}/{NotificationId}",
    effect = Write,
    resources = "notification*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct UpdateNotificationContent;

/// The input of `UpdateNotificationContent`.
#[shape]
pub struct UpdateNotificationContentRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The notification.
    #[shape(label)]
    pub notification_id: NotificationId,
    /// The text in each language from now on.
    pub content: NotificationContent,
}

/// The output of `UpdateNotificationContent`.
#[shape]
pub struct UpdateNotificationContentResponse {}
