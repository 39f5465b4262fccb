//! SearchPredefinedAttributes.

use roster_model_derive::{operation, shape};

use super::PredefinedAttribute;
use crate::shapes::{InstanceId, MaxResult100, NextToken2500, StringCondition};

/// Searches the predefined attributes of an instance.
#[operation(
    http = "POST /search-predefined-attributes",
    effect = Read,
    resources = "instance*",
    pages = "PredefinedAttributes",
)]
pub struct SearchPredefinedAttributes;

/// The input of `SearchPredefinedAttributes`.
#[shape]
pub struct SearchPredefinedAttributesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many attributes a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What is searched for; all attributes by default.
    pub search_criteria: Option<PredefinedAttributeSearchCriteria>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct PredefinedAttributeSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<PredefinedAttributeSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<PredefinedAttributeSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct PredefinedAttributeSearchConditionList(pub Vec<PredefinedAttributeSearchCriteria>);

/// The output of `SearchPredefinedAttributes`.
#[shape]
pub struct SearchPredefinedAttributesResponse {
    /// The attributes of this page.
    pub predefined_attributes: Option<PredefinedAttributeSearchSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many attributes meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Attributes that were found.
#[shape]
pub struct PredefinedAttributeSearchSummaryList(pub Vec<PredefinedAttribute>);
