//! UpdateUserNotificationStatus.

use roster_model_derive::{operation, shape};

use super::NotificationStatus;
use crate::shapes::{InstanceId, NotificationId, UserId};

/// Says what a user has done about a notification.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/notifications/{NotificationId}",
    effect = Write,
    resources = "user*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct UpdateUserNotificationStatus;

/// The input of `UpdateUserNotificationStatus`.
#[shape]
pub struct UpdateUserNotificationStatusRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The notification.
    #[shape(label)]
    pub notification_id: NotificationId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// What the user has done about it.
    pub status: NotificationStatus,
}

/// The output of `UpdateUserNotificationStatus`.
#[shape]
pub struct UpdateUserNotificationStatusResponse {}
