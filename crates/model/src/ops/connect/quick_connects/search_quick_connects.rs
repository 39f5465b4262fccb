//! SearchQuickConnects.

use roster_model_derive::{operation, shape};

use super::QuickConnect;
use crate::shapes::{ControlPlaneTagFilter, InstanceId, MaxResult100, NextToken2500, StringCondition};

/// Searches the quick connects of an instance.
#[operation(
    http = "POST /search-quick-connects",
    effect = Read,
    resources = "instance*",
    pages = "QuickConnects",
)]
pub struct SearchQuickConnects;

/// The input of `SearchQuickConnects`.
#[shape]
pub struct SearchQuickConnectsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many quick connects a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What quick connects must have, beside meeting the criteria.
    pub search_filter: Option<QuickConnectSearchFilter>,
    /// What is searched for; all quick connects by default.
    pub search_criteria: Option<QuickConnectSearchCriteria>,
}

/// What quick connects must have.
#[shape]
pub struct QuickConnectSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct QuickConnectSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<QuickConnectSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<QuickConnectSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct QuickConnectSearchConditionList(pub Vec<QuickConnectSearchCriteria>);

/// The output of `SearchQuickConnects`.
#[shape]
pub struct SearchQuickConnectsResponse {
    /// The quick connects of this page.
    pub quick_connects: Option<QuickConnectSearchSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many quick connects meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Quick connects that were found.
#[shape]
pub struct QuickConnectSearchSummaryList(pub Vec<QuickConnect>);
