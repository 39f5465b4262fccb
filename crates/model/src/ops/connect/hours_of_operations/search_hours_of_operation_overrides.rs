//! SearchHoursOfOperationOverrides.

use roster_model_derive::{operation, shape};

use super::HoursOfOperationSearchFilter;
use crate::patterns;
use crate::shapes::{EmptyList, InstanceId, MaxResult100, NextToken2500, StringCondition};

/// Searches the overrides of hours of operation: days on which other hours apply.
#[operation(
    http = "POST /search-hours-of-operation-overrides",
    effect = Read,
    resources = "hours-of-operation* instance*",
    pages = "HoursOfOperationOverrides",
)]
pub struct SearchHoursOfOperationOverrides;

/// The input of `SearchHoursOfOperationOverrides`.
#[shape]
pub struct SearchHoursOfOperationOverridesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many overrides a page may hold.
    pub max_results: Option<MaxResult100>,
    /// What overrides must have, beside meeting the criteria.
    pub search_filter: Option<HoursOfOperationSearchFilter>,
    /// What is searched for; all overrides by default.
    pub search_criteria: Option<HoursOfOperationOverrideSearchCriteria>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct HoursOfOperationOverrideSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<HoursOfOperationOverrideSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<HoursOfOperationOverrideSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// A day in a field.
    pub date_condition: Option<DateCondition>,
}

/// Several criteria.
#[shape]
pub struct HoursOfOperationOverrideSearchConditionList(pub Vec<HoursOfOperationOverrideSearchCriteria>);

/// A day in a field.
#[shape]
pub struct DateCondition {
    /// The field.
    pub field_name: Option<String>,
    /// The day.
    pub value: Option<DateYearMonthDayFormat>,
    /// How they compare.
    pub comparison_type: Option<DateComparisonType>,
}

/// A day.
#[shape(pattern = patterns::DATE)]
pub struct DateYearMonthDayFormat(pub String);

/// How a day in a field compares.
#[shape]
pub enum DateComparisonType {
    /// It is after.
    GreaterThan,
    /// It is before.
    LessThan,
    /// It is after, or the same.
    GreaterThanOrEqualTo,
    /// It is before, or the same.
    LessThanOrEqualTo,
    /// It is the same.
    EqualTo,
}

/// The output of `SearchHoursOfOperationOverrides`.
#[shape]
pub struct SearchHoursOfOperationOverridesResponse {
    /// Always empty: there are no overrides.
    pub hours_of_operation_overrides: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken2500>,
    /// How many overrides meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
