//! DeleteRoutingProfile.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, RoutingProfileId};

/// Deletes a routing profile that no user has.
#[operation(
    http = "DELETE /routing-profiles/{InstanceId}/{RoutingProfileId}",
    effect = Write,
    resources = "routing-profile*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, ResourceInUse, Throttling, InternalService,
    ],
    no_output,
)]
pub struct DeleteRoutingProfile;

/// The input of `DeleteRoutingProfile`.
#[shape]
pub struct DeleteRoutingProfileRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
}
