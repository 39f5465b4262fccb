//! ListInstanceStorageConfigs.

use roster_model_derive::{operation, shape};

use super::{InstanceStorageConfig, InstanceStorageResourceType};
use crate::shapes::{InstanceId, MaxResult10, NextToken};

/// Lists where an instance keeps one type of what it makes.
#[operation(
    http = "GET /instance/{InstanceId}/storage-configs",
    effect = Read,
    resources = "instance*",
    pages = "StorageConfigs",
)]
pub struct ListInstanceStorageConfigs;

/// The input of `ListInstanceStorageConfigs`.
#[shape]
pub struct ListInstanceStorageConfigsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// What is kept.
    #[shape(query = "resourceType")]
    pub resource_type: InstanceStorageResourceType,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many configurations a page may hold; 10 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult10>,
}

/// The output of `ListInstanceStorageConfigs`.
#[shape]
pub struct ListInstanceStorageConfigsResponse {
    /// The configurations of this page.
    pub storage_configs: Option<InstanceStorageConfigs>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Configurations.
#[shape]
pub struct InstanceStorageConfigs(pub Vec<InstanceStorageConfig>);
