//! ListPolicies.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    MarkerType, MaxItemsType, PolicyListType, PolicyPathType, PolicyScopeType, PolicyUsageType,
    ResponseMarkerType,
};

/// Lists the managed policies of an account.
#[operation(
    service = Iam,
    effect = Read,
    resources = "",
    exceptions = [ServiceFailure],
    pages = "Policies",
)]
pub struct ListPolicies;

/// The input of `ListPolicies`.
#[shape]
pub struct ListPoliciesRequest {
    /// Whose policies are meant. AWS itself has none here.
    pub scope: Option<PolicyScopeType>,
    /// Whether only policies that are in use are meant.
    pub only_attached: Option<bool>,
    /// The start of the paths of the policies that are meant; all by default.
    pub path_prefix: Option<PolicyPathType>,
    /// In which use only policies are meant.
    pub policy_usage_filter: Option<PolicyUsageType>,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListPolicies`.
#[shape]
pub struct ListPoliciesResponse {
    /// The policies, without tags.
    pub policies: Option<PolicyListType>,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
