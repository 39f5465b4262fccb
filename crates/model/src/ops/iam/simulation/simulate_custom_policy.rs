//! SimulateCustomPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    ActionNameListType, ContextEntryListType, MarkerType, MaxItemsType, PolicyDocumentType,
    ResourceHandlingOptionType, ResourceNameListType, ResourceNameType, SimulatePolicyResponse,
    SimulationPolicyListType,
};

/// Simulates what policies would decide about requests.
#[operation(
    service = Iam,
    effect = Read,
    resources = "",
    exceptions = [InvalidInput, PolicyEvaluation],
    pages = "EvaluationResults",
)]
pub struct SimulateCustomPolicy;

/// The input of `SimulateCustomPolicy`.
#[shape]
pub struct SimulateCustomPolicyRequest {
    /// The policy documents.
    pub policy_input_list: SimulationPolicyListType,
    /// The policy document that is the permissions boundary; in a list, as AWS has it.
    pub permissions_boundary_policy_input_list: Option<SimulationPolicyListType>,
    /// The actions.
    pub action_names: ActionNameListType,
    /// The resources; `*` by default.
    pub resource_arns: Option<ResourceNameListType>,
    /// The policy of the resources; there is none here.
    pub resource_policy: Option<PolicyDocumentType>,
    /// The account of the resources; there is nothing to say of it here.
    pub resource_owner: Option<ResourceNameType>,
    /// The user to simulate as the caller.
    pub caller_arn: Option<ResourceNameType>,
    /// What the requests have for condition keys.
    pub context_entries: Option<ContextEntryListType>,
    /// How resources of EC2 go together; there are none here.
    pub resource_handling_option: Option<ResourceHandlingOptionType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
}

/// The output of `SimulateCustomPolicy`.
pub type SimulateCustomPolicyResponse = SimulatePolicyResponse;
