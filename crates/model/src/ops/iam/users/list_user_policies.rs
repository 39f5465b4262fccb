//! ListUserPolicies.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    ExistingUserNameType, MarkerType, MaxItemsType, PolicyNameListType, ResponseMarkerType,
};

/// Lists the inline policies of a user.
#[operation(
    service = Iam,
    effect = Read,
    resources = "user*",
    exceptions = [NoSuchEntity, ServiceFailure],
    pages = "PolicyNames",
)]
pub struct ListUserPolicies;

/// The input of `ListUserPolicies`.
#[shape]
pub struct ListUserPoliciesRequest {
    /// The user.
    pub user_name: ExistingUserNameType,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListUserPolicies`.
#[shape]
pub struct ListUserPoliciesResponse {
    /// The names of the policies.
    pub policy_names: PolicyNameListType,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
