//! UpdateInstanceStorageConfig.

use roster_model_derive::{operation, shape};

use super::{InstanceStorageConfig, InstanceStorageResourceType};
use crate::shapes::{AssociationId, ClientToken, InstanceId};

/// Changes where an instance keeps one type of what it makes.
#[operation(
    http = "POST /instance/{InstanceId}/storage-config/{AssociationId}",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct UpdateInstanceStorageConfig;

/// The input of `UpdateInstanceStorageConfig`.
#[shape]
pub struct UpdateInstanceStorageConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The association.
    #[shape(label)]
    pub association_id: AssociationId,
    /// What is kept.
    #[shape(query = "resourceType")]
    pub resource_type: InstanceStorageResourceType,
    /// Where it is kept.
    pub storage_config: InstanceStorageConfig,
    /// Ignored.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}
