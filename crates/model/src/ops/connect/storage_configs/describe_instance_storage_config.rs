//! DescribeInstanceStorageConfig.

use roster_model_derive::{operation, shape};

use super::{InstanceStorageConfig, InstanceStorageResourceType};
use crate::shapes::{AssociationId, InstanceId};

/// Shows where an instance keeps one type of what it makes.
#[operation(
    http = "GET /instance/{InstanceId}/storage-config/{AssociationId}",
    effect = Read,
    resources = "instance*",
)]
pub struct DescribeInstanceStorageConfig;

/// The input of `DescribeInstanceStorageConfig`.
#[shape]
pub struct DescribeInstanceStorageConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The association.
    #[shape(label)]
    pub association_id: AssociationId,
    /// What is kept.
    #[shape(query = "resourceType")]
    pub resource_type: InstanceStorageResourceType,
}

/// The output of `DescribeInstanceStorageConfig`.
#[shape]
pub struct DescribeInstanceStorageConfigResponse {
    /// Where it is kept.
    pub storage_config: Option<InstanceStorageConfig>,
}
