//! ListApprovedOrigins.

use roster_model_derive::{operation, shape};

use super::Origin;
use crate::shapes::{InstanceId, MaxResult25, NextToken};

/// Lists the approved web origins of an instance.
#[operation(
    http = "GET /instance/{InstanceId}/approved-origins",
    effect = Read,
    resources = "instance*",
    pages = "Origins",
)]
pub struct ListApprovedOrigins;

/// The input of `ListApprovedOrigins`.
#[shape]
pub struct ListApprovedOriginsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many origins a page may hold; 25 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult25>,
}

/// The output of `ListApprovedOrigins`.
#[shape]
pub struct ListApprovedOriginsResponse {
    /// The origins of this page.
    pub origins: Option<OriginsList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Web origins.
#[shape]
pub struct OriginsList(pub Vec<Origin>);
