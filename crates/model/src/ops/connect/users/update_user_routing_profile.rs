//! UpdateUserRoutingProfile.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, RoutingProfileId, UserId};

/// Gives a user another routing profile.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/routing-profile",
    effect = Write,
    resources = "user* routing-profile*",
    no_output,
)]
pub struct UpdateUserRoutingProfile;

/// The input of `UpdateUserRoutingProfile`.
#[shape]
pub struct UpdateUserRoutingProfileRequest {
    /// The new routing profile.
    pub routing_profile_id: RoutingProfileId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
