//! TagResource.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, TagMap};

/// Adds tags to a resource. A tag with a key that is there already replaces the value.
#[operation(
    http = "POST /tags/{resourceArn}",
    effect = Write,
    resources = "agent-status hierarchy-group hours-of-operation instance notification queue routing-profile security-profile user workspace",
    no_output,
)]
pub struct TagResource;

/// The input of `TagResource`.
#[shape]
pub struct TagResourceRequest {
    /// The ARN of the resource.
    #[shape(label, name = "resourceArn")]
    pub resource_arn: ARN,
    /// The tags.
    #[shape(name = "tags")]
    pub tags: TagMap,
}
