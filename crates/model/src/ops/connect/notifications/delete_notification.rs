//! DeleteNotification.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, NotificationId};

/// Deletes a notification. No user gets it any more.
#[operation(
    http = "DELETE /notifications/{InstanceId}/{NotificationId}",
    effect = Write,
    resources = "notification*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct DeleteNotification;

/// The input of `DeleteNotification`.
#[shape]
pub struct DeleteNotificationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The notification.
    #[shape(label)]
    pub notification_id: NotificationId,
}

/// The output of `DeleteNotification`.
#[shape]
pub struct DeleteNotificationResponse {}
