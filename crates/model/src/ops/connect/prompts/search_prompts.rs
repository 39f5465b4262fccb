//! SearchPrompts.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ControlPlaneTagFilter, EmptyList, InstanceId, MaxResult100, NextToken2500, StringCondition,
};

/// Searches the prompts of an instance: what callers hear.
#[operation(
    http = "POST /search-prompts",
    effect = Read,
    resources = "instance*",
    pages = "Prompts",
)]
pub struct SearchPrompts;

/// The input of `SearchPrompts`.
#[shape]
pub struct SearchPromptsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many prompts a page may hold.
    pub max_results: Option<MaxResult100>,
    /// What prompts must have, beside meeting the criteria.
    pub search_filter: Option<PromptSearchFilter>,
    /// What is searched for; all prompts by default.
    pub search_criteria: Option<PromptSearchCriteria>,
}

/// What prompts must have.
#[shape]
pub struct PromptSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct PromptSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<PromptSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<PromptSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct PromptSearchConditionList(pub Vec<PromptSearchCriteria>);

/// The output of `SearchPrompts`.
#[shape]
pub struct SearchPromptsResponse {
    /// Always empty: there are no prompts.
    pub prompts: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken2500>,
    /// How many prompts meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
