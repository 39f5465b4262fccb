//! ListSecurityKeys.

use roster_model_derive::{operation, shape};

use super::PEM;
use crate::shapes::{AssociationId, InstanceId, NextToken, Timestamp};

/// Lists the security keys of an instance.
#[operation(
    http = "GET /instance/{InstanceId}/security-keys",
    effect = Read,
    resources = "instance*",
    pages = "SecurityKeys",
)]
pub struct ListSecurityKeys;

/// The input of `ListSecurityKeys`.
#[shape]
pub struct ListSecurityKeysRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many keys a page may hold; 2 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult2>,
}

/// How many results a page may hold, up to 2.
#[shape(range(1, 2))]
pub struct MaxResult2(pub i32);

/// The output of `ListSecurityKeys`.
#[shape]
pub struct ListSecurityKeysResponse {
    /// The keys of this page.
    pub security_keys: Option<SecurityKeysList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Security keys.
#[shape]
pub struct SecurityKeysList(pub Vec<SecurityKey>);

/// A security key.
#[shape]
pub struct SecurityKey {
    /// The association.
    pub association_id: Option<AssociationId>,
    /// The key.
    pub key: Option<PEM>,
    /// When it was associated.
    pub creation_time: Option<Timestamp>,
}
