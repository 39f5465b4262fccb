//! DisassociateInstanceStorageConfig.

use roster_model_derive::{operation, shape};

use super::InstanceStorageResourceType;
use crate::shapes::{AssociationId, ClientToken, InstanceId};

/// Takes away where an instance keeps one type of what it makes.
#[operation(
    http = "DELETE /instance/{InstanceId}/storage-config/{AssociationId}",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct DisassociateInstanceStorageConfig;

/// The input of `DisassociateInstanceStorageConfig`.
#[shape]
pub struct DisassociateInstanceStorageConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The association.
    #[shape(label)]
    pub association_id: AssociationId,
    /// What is kept.
    #[shape(query = "resourceType")]
    pub resource_type: InstanceStorageResourceType,
    /// Ignored.
    #[shape(query = "clientToken", idempotency_token)]
    pub client_token: Option<ClientToken>,
}
