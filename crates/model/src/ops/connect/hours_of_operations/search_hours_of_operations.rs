//! SearchHoursOfOperations.

use roster_model_derive::{operation, shape};

use super::HoursOfOperation;
use crate::shapes::{ControlPlaneTagFilter, InstanceId, MaxResult100, NextToken2500, StringCondition};

/// Searches the hours of operation of an instance.
#[operation(
    http = "POST /search-hours-of-operations",
    effect = Read,
    resources = "instance*",
    pages = "HoursOfOperations",
)]
pub struct SearchHoursOfOperations;

/// The input of `SearchHoursOfOperations`.
#[shape]
pub struct SearchHoursOfOperationsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many hours of operation a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What hours of operation must have, beside meeting the criteria.
    pub search_filter: Option<HoursOfOperationSearchFilter>,
    /// What is searched for; all hours of operation by default.
    pub search_criteria: Option<HoursOfOperationSearchCriteria>,
}

/// What hours of operation must have.
#[shape]
pub struct HoursOfOperationSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct HoursOfOperationSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<HoursOfOperationSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<HoursOfOperationSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct HoursOfOperationSearchConditionList(pub Vec<HoursOfOperationSearchCriteria>);

/// The output of `SearchHoursOfOperations`.
#[shape]
pub struct SearchHoursOfOperationsResponse {
    /// The hours of operation of this page.
    pub hours_of_operations: Option<HoursOfOperationList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many hours of operation meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Hours of operation that were found.
#[shape]
pub struct HoursOfOperationList(pub Vec<HoursOfOperation>);
