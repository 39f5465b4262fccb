//! ListPrompts.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult1000, NextToken};

/// Lists the prompts of an instance: what callers hear.
#[operation(
    http = "GET /prompts-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "PromptSummaryList",
)]
pub struct ListPrompts;

/// The input of `ListPrompts`.
#[shape]
pub struct ListPromptsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many prompts a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListPrompts`.
#[shape]
pub struct ListPromptsResponse {
    /// Always empty: there are no prompts.
    pub prompt_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
