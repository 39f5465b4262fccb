//! ListAccessKeys.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    AccessKeyMetadataListType, ExistingUserNameType, MarkerType, MaxItemsType, ResponseMarkerType,
};

/// Lists the access keys of a user, without their secrets.
#[operation(
    service = Iam,
    effect = Read,
    resources = "user*",
    exceptions = [NoSuchEntity, ServiceFailure],
    pages = "AccessKeyMetadata",
)]
pub struct ListAccessKeys;

/// The input of `ListAccessKeys`.
#[shape]
pub struct ListAccessKeysRequest {
    /// The user; the caller by default.
    pub user_name: Option<ExistingUserNameType>,
    /// Where the page starts: the `Marker` of the page before.
    pub marker: Option<MarkerType>,
    /// How many results the page may hold; 100 by default.
    pub max_items: Option<MaxItemsType>,
}

/// The output of `ListAccessKeys`.
#[shape]
pub struct ListAccessKeysResponse {
    /// The keys.
    pub access_key_metadata: AccessKeyMetadataListType,
    /// Whether there is more.
    pub is_truncated: Option<bool>,
    /// Where the next page starts, if there is more.
    pub marker: Option<ResponseMarkerType>,
}
