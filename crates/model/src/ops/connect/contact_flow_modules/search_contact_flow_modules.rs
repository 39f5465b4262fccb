//! SearchContactFlowModules.

use roster_model_derive::{operation, shape};

use super::ContactFlowModuleState;
use crate::shapes::{
    ControlPlaneTagFilter, EmptyList, InstanceId, MaxResult100, NextToken2500, StringCondition,
};

/// Searches the flow modules of an instance: parts that flows share.
#[operation(
    http = "POST /search-contact-flow-modules",
    effect = Read,
    resources = "instance*",
    pages = "ContactFlowModules",
)]
pub struct SearchContactFlowModules;

/// The input of `SearchContactFlowModules`.
#[shape]
pub struct SearchContactFlowModulesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many flow modules a page may hold.
    pub max_results: Option<MaxResult100>,
    /// What flow modules must have, beside meeting the criteria.
    pub search_filter: Option<ContactFlowModuleSearchFilter>,
    /// What is searched for; all flow modules by default.
    pub search_criteria: Option<ContactFlowModuleSearchCriteria>,
}

/// What flow modules must have.
#[shape]
pub struct ContactFlowModuleSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct ContactFlowModuleSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<ContactFlowModuleSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<ContactFlowModuleSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// Whether they are in use.
    pub state_condition: Option<ContactFlowModuleState>,
    /// Whether they are published.
    pub status_condition: Option<ContactFlowModuleStatus>,
}

/// Several criteria.
#[shape]
pub struct ContactFlowModuleSearchConditionList(pub Vec<ContactFlowModuleSearchCriteria>);

/// Whether a flow module is published.
#[shape]
pub enum ContactFlowModuleStatus {
    /// It is published.
    Published,
    /// It is saved only.
    Saved,
}

/// The output of `SearchContactFlowModules`.
#[shape]
pub struct SearchContactFlowModulesResponse {
    /// Always empty: there are no flow modules.
    pub contact_flow_modules: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken2500>,
    /// How many flow modules meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
