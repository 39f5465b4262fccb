//! ListContactFlows.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult1000, NextToken};

/// Lists the flows of an instance: what happens to contacts.
#[operation(
    http = "GET /contact-flows-summary/{InstanceId}",
    effect = Read,
    resources = "contact-flow*",
    pages = "ContactFlowSummaryList",
)]
pub struct ListContactFlows;

/// The input of `ListContactFlows`.
#[shape]
pub struct ListContactFlowsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The types of flow to list; all by default.
    #[shape(query = "contactFlowTypes")]
    pub contact_flow_types: Option<ContactFlowTypes>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many flows a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// Types of flow.
#[shape(length(_, 10))]
pub struct ContactFlowTypes(pub Vec<ContactFlowType>);

/// A type of flow.
#[shape]
pub enum ContactFlowType {
    /// An inbound contact.
    ContactFlow,
    /// A customer in a queue.
    CustomerQueue,
    /// A customer on hold.
    CustomerHold,
    /// What the customer hears first.
    CustomerWhisper,
    /// An agent on hold.
    AgentHold,
    /// What the agent hears first.
    AgentWhisper,
    /// What the called hear first.
    OutboundWhisper,
    /// A transfer to an agent.
    AgentTransfer,
    /// A transfer to a queue.
    QueueTransfer,
    /// An outbound campaign.
    Campaign,
}

/// The output of `ListContactFlows`.
#[shape]
pub struct ListContactFlowsResponse {
    /// Always empty: there are no flows.
    pub contact_flow_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
