//! ListInstanceAttributes.

use roster_model_derive::{operation, shape};

use super::Attribute;
use crate::shapes::{InstanceId, NextToken};

/// Lists the attributes of an instance.
#[operation(
    http = "GET /instance/{InstanceId}/attributes",
    effect = Read,
    resources = "instance*",
    pages = "Attributes",
)]
pub struct ListInstanceAttributes;

/// The input of `ListInstanceAttributes`.
#[shape]
pub struct ListInstanceAttributesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many attributes a page may hold; 7 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult7>,
}

/// How many results a page may hold, up to 7.
#[shape(range(1, 7))]
pub struct MaxResult7(pub i32);

/// The output of `ListInstanceAttributes`.
#[shape]
pub struct ListInstanceAttributesResponse {
    /// The attributes of this page.
    pub attributes: Option<AttributesList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Attributes and their values.
#[shape]
pub struct AttributesList(pub Vec<Attribute>);
