//! UntagResource.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, TagKey};

/// Takes tags from a resource. Keys that it does not have are passed over.
#[operation(
    http = "DELETE /tags/{resourceArn}",
    effect = Write,
    resources = "agent-status hierarchy-group hours-of-operation instance notification queue routing-profile security-profile user workspace",
    no_output,
)]
pub struct UntagResource;

/// The input of `UntagResource`.
#[shape]
pub struct UntagResourceRequest {
    /// The ARN of the resource.
    #[shape(label, name = "resourceArn")]
    pub resource_arn: ARN,
    /// The keys of the tags.
    #[shape(query = "tagKeys", name = "tagKeys")]
    pub tag_keys: TagKeyList,
}

/// Keys of tags.
#[shape(length(1, 50))]
pub struct TagKeyList(pub Vec<TagKey>);
