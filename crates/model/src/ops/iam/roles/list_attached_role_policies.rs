//! ListAttachedRolePolicies.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    AttachedPoliciesListType, MarkerType, MaxItemsType, PolicyPathType, ResponseMarkerType, RoleNameType,
};

/// Lists the managed policies that are attached to a role.
#[operation(
    service = Iam,
    effect = Read,
    resources = "role*",
    exceptions = [NoSuchEntity, InvalidInput, ServiceFailure],
    pages = "AttachedPolicies",
)]
pub struct ListAttachedRolePolicies;

/// The input of `ListAttachedRolePolicies`.
#[shape]
pub struct ListAttachedRolePoliciesRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The start of the paths of the policies that are meant; all by default.
    pub path_prefix: Option<PolicyPathType>,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListAttachedRolePolicies`.
#[shape]
pub struct ListAttachedRolePoliciesResponse {
    /// The policies.
    pub attached_policies: Option<AttachedPoliciesListType>,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
