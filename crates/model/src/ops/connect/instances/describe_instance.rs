//! DescribeInstance.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, DirectoryAlias, DirectoryType, InstanceId, InstanceStatus, TagMap, Timestamp};

/// Shows an instance.
#[operation(
    http = "GET /instance/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [InvalidRequest, ResourceNotFound, InternalService],
)]
pub struct DescribeInstance;

/// The input of `DescribeInstance`.
#[shape]
pub struct DescribeInstanceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `DescribeInstance`.
#[shape]
pub struct DescribeInstanceResponse {
    /// The instance.
    pub instance: Option<Instance>,
}

/// An instance.
#[shape]
pub struct Instance {
    /// Its id.
    pub id: Option<InstanceId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Where the users' identities are managed.
    pub identity_management_type: Option<DirectoryType>,
    /// The first label of its address.
    pub instance_alias: Option<DirectoryAlias>,
    /// When it was made.
    pub created_time: Option<Timestamp>,
    /// The role that AWS services would assume.
    pub service_role: Option<ARN>,
    /// Where it stands in its life.
    pub instance_status: Option<InstanceStatus>,
    /// Why it could not be made.
    pub status_reason: Option<InstanceStatusReason>,
    /// Whether the contact centre takes calls.
    pub inbound_calls_enabled: Option<bool>,
    /// Whether the contact centre makes calls.
    pub outbound_calls_enabled: Option<bool>,
    /// Its address.
    pub instance_access_url: Option<String>,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// Why an instance could not be made.
#[shape]
pub struct InstanceStatusReason {
    /// The reason in words.
    pub message: Option<String>,
}
