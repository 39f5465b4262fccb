//! SearchResourceTags.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, MaxResult100, NextToken2500, StringComparisonType, TagKey, TagValue};

/// Searches the tags that resources of an instance have: each key with each of its values, once.
#[operation(
    http = "POST /search-resource-tags",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
        MaximumResultReturned,
    ],
    pages = "Tags",
)]
pub struct SearchResourceTags;

/// The input of `SearchResourceTags`.
#[shape]
pub struct SearchResourceTagsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Of which types the resources are, such as `agent` and `standard-queue`; all by default.
    pub resource_types: Option<ResourceTypeList>,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many tags a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What is searched for; all tags by default.
    pub search_criteria: Option<ResourceTagsSearchCriteria>,
}

/// Types of resource.
#[shape]
pub struct ResourceTypeList(pub Vec<String>);

/// What is searched for.
#[shape]
pub struct ResourceTagsSearchCriteria {
    /// A condition on key and value.
    pub tag_search_condition: Option<TagSearchCondition>,
}

/// A condition on a tag. All members that are there must hold.
#[shape]
pub struct TagSearchCondition {
    /// A text in the key.
    #[shape(name = "tagKey")]
    pub tag_key: Option<TagKeyString>,
    /// A text in the value.
    #[shape(name = "tagValue")]
    pub tag_value: Option<TagValueString>,
    /// How the text is compared with the key; by default, it is the key.
    #[shape(name = "tagKeyComparisonType")]
    pub tag_key_comparison_type: Option<StringComparisonType>,
    /// How the text is compared with the value; by default, it is the value.
    #[shape(name = "tagValueComparisonType")]
    pub tag_value_comparison_type: Option<StringComparisonType>,
}

/// A text in the key of a tag.
#[shape(length(_, 128))]
pub struct TagKeyString(pub String);

/// A text in the value of a tag.
#[shape(length(_, 256))]
pub struct TagValueString(pub String);

/// The output of `SearchResourceTags`.
#[shape]
pub struct SearchResourceTagsResponse {
    /// The tags of this page, by key and value.
    pub tags: Option<TagsList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
}

/// Tags that were found.
#[shape]
pub struct TagsList(pub Vec<TagSet>);

/// A tag that was found.
#[shape]
pub struct TagSet {
    /// Its key.
    #[shape(name = "key")]
    pub key: Option<TagKey>,
    /// Its value.
    #[shape(name = "value")]
    pub value: Option<TagValue>,
}
