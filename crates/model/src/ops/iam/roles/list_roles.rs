//! ListRoles.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{MarkerType, MaxItemsType, PathPrefixType, ResponseMarkerType, RoleListType};

/// Lists the roles of an account.
#[operation(
    service = Iam,
    effect = Read,
    resources = "",
    exceptions = [ServiceFailure],
    pages = "Roles",
)]
pub struct ListRoles;

/// The input of `ListRoles`.
#[shape]
pub struct ListRolesRequest {
    /// The start of the paths of the roles that are meant; all by default.
    pub path_prefix: Option<PathPrefixType>,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListRoles`.
#[shape]
pub struct ListRolesResponse {
    /// The roles, without boundaries and tags.
    pub roles: RoleListType,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
