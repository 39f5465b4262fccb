//! ListNotifications.

use roster_model_derive::{operation, shape};

use super::Notification;
use crate::shapes::{InstanceId, MaxResult100, NextToken};

/// Lists the notifications of an instance, the newest first, those too that have expired.
#[operation(
    http = "GET /notifications/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct ListNotifications;

/// The input of `ListNotifications`.
#[shape]
pub struct ListNotificationsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many notifications a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListNotifications`.
#[shape]
pub struct ListNotificationsResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The notifications of this page.
    pub notification_summary_list: NotificationSummaryList,
}

/// Notifications.
#[shape]
pub struct NotificationSummaryList(pub Vec<Notification>);
