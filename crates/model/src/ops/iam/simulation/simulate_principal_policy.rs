//! SimulatePrincipalPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    ActionNameListType, ArnType, ContextEntryListType, MarkerType, MaxItemsType, PolicyDocumentType,
    ResourceHandlingOptionType, ResourceNameListType, ResourceNameType, SimulatePolicyResponse,
    SimulationPolicyListType,
};

/// Simulates what the policies of a user or role would decide about requests.
#[operation(
    service = Iam,
    effect = Read,
    resources = "user role",
    exceptions = [NoSuchEntity, InvalidInput, PolicyEvaluation],
    pages = "EvaluationResults",
)]
pub struct SimulatePrincipalPolicy;

/// The input of `SimulatePrincipalPolicy`.
#[shape]
pub struct SimulatePrincipalPolicyRequest {
    /// The ARN of the user or role.
    pub policy_source_arn: ArnType,
    /// Policy documents that it is to have besides.
    pub policy_input_list: Option<SimulationPolicyListType>,
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

/// The output of `SimulatePrincipalPolicy`.
pub type SimulatePrincipalPolicyResponse = SimulatePolicyResponse;
