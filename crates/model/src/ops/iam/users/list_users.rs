//! ListUsers.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{MarkerType, MaxItemsType, PathPrefixType, ResponseMarkerType, UserListType};

/// Lists the users of an account.
#[operation(
    service = Iam,
    effect = Read,
    resources = "",
    exceptions = [ServiceFailure],
    pages = "Users",
)]
pub struct ListUsers;

/// The input of `ListUsers`.
#[shape]
pub struct ListUsersRequest {
    /// The start of the paths of the users that are meant; all by default.
    pub path_prefix: Option<PathPrefixType>,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListUsers`.
#[shape]
pub struct ListUsersResponse {
    /// The users, without boundaries and tags.
    pub users: UserListType,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
