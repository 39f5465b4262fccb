//! SearchEvaluationForms.

use roster_model_derive::{operation, shape};

use crate::ops::connect::users::NumberCondition;
use crate::patterns;
use crate::shapes::{
    ControlPlaneAttributeFilter, EmptyList, InstanceId, MaxResult100, NextToken, StringCondition,
};

/// Searches the evaluation forms of an instance: how the work of agents is judged.
#[operation(
    http = "POST /search-evaluation-forms",
    effect = Read,
    resources = "instance*",
)]
pub struct SearchEvaluationForms;

/// The input of `SearchEvaluationForms`.
#[shape]
pub struct SearchEvaluationFormsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken>,
    /// How many evaluation forms a page may hold.
    pub max_results: Option<MaxResult100>,
    /// What is searched for; all evaluation forms by default.
    pub search_criteria: Option<EvaluationFormSearchCriteria>,
    /// What evaluation forms must have, beside meeting the criteria.
    pub search_filter: Option<EvaluationFormSearchFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct EvaluationFormSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<EvaluationFormSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<EvaluationFormSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// A number in a field.
    pub number_condition: Option<NumberCondition>,
    /// Whether a field is set.
    pub boolean_condition: Option<BooleanCondition>,
    /// A time in a field.
    pub date_time_condition: Option<DateTimeCondition>,
}

/// Several criteria.
#[shape]
pub struct EvaluationFormSearchConditionList(pub Vec<EvaluationFormSearchCriteria>);

/// Whether a field is set.
#[shape]
pub struct BooleanCondition {
    /// The field.
    pub field_name: Option<String>,
    /// How they compare.
    pub comparison_type: Option<BooleanComparisonType>,
}

/// Whether a field is set.
#[shape]
pub enum BooleanComparisonType {
    /// It is.
    IsTrue,
    /// It is not.
    IsFalse,
}

/// A time in a field.
#[shape]
pub struct DateTimeCondition {
    /// The field.
    pub field_name: Option<String>,
    /// The time, or the earliest of a range.
    pub min_value: Option<DateTimeFormat>,
    /// The latest of a range.
    pub max_value: Option<DateTimeFormat>,
    /// How they compare.
    pub comparison_type: Option<DateTimeComparisonType>,
}

/// A day and a time on it.
#[shape(pattern = patterns::DATE_TIME)]
pub struct DateTimeFormat(pub String);

/// How a time in a field compares.
#[shape]
pub enum DateTimeComparisonType {
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
    /// It is within.
    Range,
}

/// What evaluation forms must have.
#[shape]
pub struct EvaluationFormSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// The output of `SearchEvaluationForms`.
#[shape]
pub struct SearchEvaluationFormsResponse {
    /// Always empty: there are no evaluation forms.
    pub evaluation_form_search_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// How many evaluation forms meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
