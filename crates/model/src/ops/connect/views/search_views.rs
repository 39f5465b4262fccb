//! SearchViews.

use roster_model_derive::{operation, shape};

use super::ViewType;
use crate::shapes::{
    ControlPlaneAttributeFilter, EmptyList, InstanceId, MaxResult100, NextToken2500, StringCondition,
};

/// Searches the views of an instance: pages of step-by-step guides.
#[operation(
    http = "POST /search-views",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService, AccessDenied,
    ],
    pages = "Views",
)]
pub struct SearchViews;

/// The input of `SearchViews`.
#[shape]
pub struct SearchViewsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many views a page may hold.
    pub max_results: Option<MaxResult100>,
    /// What views must have, beside meeting the criteria.
    pub search_filter: Option<ViewSearchFilter>,
    /// What is searched for; all views by default.
    pub search_criteria: Option<ViewSearchCriteria>,
}

/// What views must have.
#[shape]
pub struct ViewSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct ViewSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<ViewSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<ViewSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// The type of view.
    pub view_type_condition: Option<ViewType>,
    /// Whether they are published.
    pub view_status_condition: Option<ViewStatus>,
}

/// Several criteria.
#[shape]
pub struct ViewSearchConditionList(pub Vec<ViewSearchCriteria>);

/// Whether a view is published.
#[shape]
pub enum ViewStatus {
    /// It is published.
    Published,
    /// It is saved only.
    Saved,
}

/// The output of `SearchViews`.
#[shape]
pub struct SearchViewsResponse {
    /// Always empty: there are no views.
    pub views: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken2500>,
    /// How many views meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
