//! UpdateRoutingProfileName.

use roster_model_derive::{operation, shape};

use super::{RoutingProfileDescription, RoutingProfileName};
use crate::shapes::{InstanceId, RoutingProfileId};

/// Changes the name of a routing profile, what it is for, or both.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/name",
    effect = Write,
    resources = "routing-profile*",
    exceptions = [
        DuplicateResource, InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
    ],
    no_output,
)]
pub struct UpdateRoutingProfileName;

/// The input of `UpdateRoutingProfileName`.
#[shape]
pub struct UpdateRoutingProfileNameRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// The new name, unique within the instance.
    pub name: Option<RoutingProfileName>,
    /// What it is for from now on.
    pub description: Option<RoutingProfileDescription>,
}
