//! ListRolePolicies.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{MarkerType, MaxItemsType, PolicyNameListType, ResponseMarkerType, RoleNameType};

/// Lists the inline policies of a role.
#[operation(
    service = Iam,
    effect = Read,
    resources = "role*",
    exceptions = [NoSuchEntity, ServiceFailure],
    pages = "PolicyNames",
)]
pub struct ListRolePolicies;

/// The input of `ListRolePolicies`.
#[shape]
pub struct ListRolePoliciesRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListRolePolicies`.
#[shape]
pub struct ListRolePoliciesResponse {
    /// The names of the policies.
    pub policy_names: PolicyNameListType,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
