//! ListTagsForResource.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, TagMap};

/// Lists the tags of a resource.
#[operation(
    http = "GET /tags/{resourceArn}",
    effect = Read,
    resources = "agent-status hierarchy-group hours-of-operation instance notification queue routing-profile security-profile user workspace",
)]
pub struct ListTagsForResource;

/// The input of `ListTagsForResource`.
#[shape]
pub struct ListTagsForResourceRequest {
    /// The ARN of the resource.
    #[shape(label, name = "resourceArn")]
    pub resource_arn: ARN,
}

/// The output of `ListTagsForResource`.
#[shape]
pub struct ListTagsForResourceResponse {
    /// The tags.
    #[shape(name = "tags")]
    pub tags: Option<TagMap>,
}
