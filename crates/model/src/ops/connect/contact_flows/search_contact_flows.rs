//! SearchContactFlows.

use roster_model_derive::{operation, shape};

use super::ContactFlowType;
use crate::shapes::{
    ControlPlaneTagFilter, EmptyList, InstanceId, MaxResult100, NextToken2500, StringCondition,
    TagAndConditionList, TagCondition,
};

/// Searches the flows of an instance: what happens to contacts.
#[operation(
    http = "POST /search-contact-flows",
    effect = Read,
    resources = "instance*",
    pages = "ContactFlows",
)]
pub struct SearchContactFlows;

/// The input of `SearchContactFlows`.
#[shape]
pub struct SearchContactFlowsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many flows a page may hold.
    pub max_results: Option<MaxResult100>,
    /// What flows must have, beside meeting the criteria.
    pub search_filter: Option<ContactFlowSearchFilter>,
    /// What is searched for; all flows by default.
    pub search_criteria: Option<ContactFlowSearchCriteria>,
}

/// What flows must have.
#[shape]
pub struct ContactFlowSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
    /// Tags and types.
    pub flow_attribute_filter: Option<ContactFlowAttributeFilter>,
}

/// What flows must have: one of the members.
#[shape]
pub struct ContactFlowAttributeFilter {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<ContactFlowAttributeOrConditionList>,
    /// What must all hold.
    pub and_condition: Option<ContactFlowAttributeAndCondition>,
    /// A tag.
    pub tag_condition: Option<TagCondition>,
    /// A type of flow.
    pub contact_flow_type_condition: Option<ContactFlowTypeCondition>,
}

/// Alternatives of attributes.
#[shape]
pub struct ContactFlowAttributeOrConditionList(pub Vec<ContactFlowAttributeAndCondition>);

/// Attributes that must all be there.
#[shape]
pub struct ContactFlowAttributeAndCondition {
    /// Tags that must all be there.
    pub tag_conditions: Option<TagAndConditionList>,
    /// A type of flow.
    pub contact_flow_type_condition: Option<ContactFlowTypeCondition>,
}

/// A type of flow.
#[shape]
pub struct ContactFlowTypeCondition {
    /// The type.
    pub contact_flow_type: Option<ContactFlowType>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct ContactFlowSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<ContactFlowSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<ContactFlowSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// The type of flow.
    pub type_condition: Option<ContactFlowType>,
    /// Whether they are in use.
    pub state_condition: Option<ContactFlowState>,
    /// Whether they are published.
    pub status_condition: Option<ContactFlowStatus>,
}

/// Several criteria.
#[shape]
pub struct ContactFlowSearchConditionList(pub Vec<ContactFlowSearchCriteria>);

/// Whether a flow is in use.
#[shape]
pub enum ContactFlowState {
    /// It is in use.
    Active,
    /// It is put aside.
    Archived,
}

/// Whether a flow is published.
#[shape]
pub enum ContactFlowStatus {
    /// It is published.
    Published,
    /// It is saved only.
    Saved,
}

/// The output of `SearchContactFlows`.
#[shape]
pub struct SearchContactFlowsResponse {
    /// Always empty: there are no flows.
    pub contact_flows: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken2500>,
    /// How many flows meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
