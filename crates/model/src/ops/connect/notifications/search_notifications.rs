//! SearchNotifications.

use roster_model_derive::{operation, shape};

use super::{NotificationContent, NotificationPriority, RecipientList};
use crate::shapes::{
    ARN, ControlPlaneAttributeFilter, InstanceId, MaxResult100, NextToken, NotificationId, RegionName,
    StringCondition, TagMap, Timestamp,
};

/// Searches the notifications of an instance, the newest first.
#[operation(
    http = "POST /search-notifications",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct SearchNotifications;

/// The input of `SearchNotifications`.
#[shape]
pub struct SearchNotificationsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken>,
    /// How many notifications a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What notifications must have, beside meeting the criteria.
    pub search_filter: Option<NotificationSearchFilter>,
    /// What is searched for; all notifications by default.
    pub search_criteria: Option<NotificationSearchCriteria>,
}

/// What notifications must have.
#[shape]
pub struct NotificationSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct NotificationSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<NotificationSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<NotificationSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct NotificationSearchConditionList(pub Vec<NotificationSearchCriteria>);

/// The output of `SearchNotifications`.
#[shape]
pub struct SearchNotificationsResponse {
    /// The notifications of this page.
    pub notifications: Option<NotificationSearchSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// How many notifications meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Notifications that were found.
#[shape]
pub struct NotificationSearchSummaryList(pub Vec<NotificationSearchSummary>);

/// A notification that was found.
#[shape]
pub struct NotificationSearchSummary {
    /// Its id.
    pub id: Option<NotificationId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// The instance.
    pub instance_id: Option<InstanceId>,
    /// The text in each language.
    pub content: Option<NotificationContent>,
    /// How important it is.
    pub priority: Option<NotificationPriority>,
    /// The ARNs of the users it was sent to, or of the instance.
    pub recipients: Option<RecipientList>,
    /// When it was sent.
    pub created_at: Option<Timestamp>,
    /// From when on users see it no more.
    pub expires_at: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// Its tags.
    pub tags: Option<TagMap>,
}
