//! DisassociateTrafficDistributionGroupUser.

use roster_model_derive::{operation, shape};

use super::TrafficDistributionGroupId;
use crate::shapes::{InstanceId, UserId};

/// Removes a user from a traffic distribution group.
#[operation(
    http = "DELETE /traffic-distribution-group/{TrafficDistributionGroupId}/user",
    effect = Write,
    resources = "traffic-distribution-group* instance* user*",
    exceptions = [
        InvalidRequest, AccessDenied, Throttling, ResourceNotFound, ResourceConflict, InternalService,
    ],
    finds_nothing,
)]
pub struct DisassociateTrafficDistributionGroupUser;

/// The input of `DisassociateTrafficDistributionGroupUser`.
#[shape]
pub struct DisassociateTrafficDistributionGroupUserRequest {
    /// The group.
    #[shape(label)]
    pub traffic_distribution_group_id: TrafficDistributionGroupId,
    /// The user.
    #[shape(query = "UserId")]
    pub user_id: UserId,
    /// The instance.
    #[shape(query = "InstanceId")]
    pub instance_id: InstanceId,
}

/// The output of `DisassociateTrafficDistributionGroupUser`.
#[shape]
pub struct DisassociateTrafficDistributionGroupUserResponse {}
