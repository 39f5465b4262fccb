//! AssociateTrafficDistributionGroupUser.

use roster_model_derive::{operation, shape};

use super::TrafficDistributionGroupId;
use crate::shapes::{InstanceId, UserId};

/// Adds a user to a traffic distribution group.
#[operation(
    http = "PUT /traffic-distribution-group/{TrafficDistributionGroupId}/user",
    effect = Write,
    resources = "traffic-distribution-group* instance* user*",
    exceptions = [
        InvalidRequest, AccessDenied, Throttling, ResourceNotFound, ResourceConflict, InternalService,
    ],
    finds_nothing,
)]
pub struct AssociateTrafficDistributionGroupUser;

/// The input of `AssociateTrafficDistributionGroupUser`.
#[shape]
pub struct AssociateTrafficDistributionGroupUserRequest {
    /// The group.
    #[shape(label)]
    pub traffic_distribution_group_id: TrafficDistributionGroupId,
    /// The user.
    pub user_id: UserId,
    /// The instance.
    pub instance_id: InstanceId,
}

/// The output of `AssociateTrafficDistributionGroupUser`.
#[shape]
pub struct AssociateTrafficDistributionGroupUserResponse {}
