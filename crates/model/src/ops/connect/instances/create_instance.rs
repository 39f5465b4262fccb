//! CreateInstance.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, ClientToken, DirectoryAlias, DirectoryId, DirectoryType, InstanceId, TagMap};

/// Makes an instance, with the profiles, queue, hours and agent statuses that every new instance
/// holds.
#[operation(
    http = "PUT /instance",
    effect = Write,
    resources = "",
    further = "Tags: connect:TagResource on instance",
    exceptions = [InvalidRequest, ServiceQuotaExceeded, Throttling, ResourceNotFound, InternalService],
)]
pub struct CreateInstance;

/// The input of `CreateInstance`.
#[shape]
pub struct CreateInstanceRequest {
    /// Makes a retry recognisable: the same token gives the same instance.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
    /// Where the users' identities are managed.
    pub identity_management_type: DirectoryType,
    /// The first label of the instance's address; unique among all instances.
    pub instance_alias: Option<DirectoryAlias>,
    /// The directory, for EXISTING_DIRECTORY.
    pub directory_id: Option<DirectoryId>,
    /// Whether the contact centre takes calls.
    pub inbound_calls_enabled: bool,
    /// Whether the contact centre makes calls.
    pub outbound_calls_enabled: bool,
    /// The instance's tags.
    pub tags: Option<TagMap>,
}

/// The output of `CreateInstance`.
#[shape]
pub struct CreateInstanceResponse {
    /// The new instance's id.
    pub id: Option<InstanceId>,
    /// The new instance's ARN.
    pub arn: Option<ARN>,
}
