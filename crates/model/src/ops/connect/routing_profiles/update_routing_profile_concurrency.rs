//! UpdateRoutingProfileConcurrency.

use roster_model_derive::{operation, shape};

use super::MediaConcurrencies;
use crate::shapes::{InstanceId, RoutingProfileId};

/// Replaces the channels of a routing profile, and how many contacts of each a user takes at once.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/concurrency",
    effect = Write,
    resources = "routing-profile*",
    no_output,
)]
pub struct UpdateRoutingProfileConcurrency;

/// The input of `UpdateRoutingProfileConcurrency`.
#[shape]
pub struct UpdateRoutingProfileConcurrencyRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// The channels from now on.
    pub media_concurrencies: MediaConcurrencies,
}
