//! UpdateRoutingProfileAgentAvailabilityTimer.

use roster_model_derive::{operation, shape};

use super::AgentAvailabilityTimer;
use crate::shapes::{InstanceId, RoutingProfileId};

/// Changes from when the users of a routing profile count as idle.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/agent-availability-timer",
    effect = Write,
    resources = "routing-profile*",
    no_output,
)]
pub struct UpdateRoutingProfileAgentAvailabilityTimer;

/// The input of `UpdateRoutingProfileAgentAvailabilityTimer`.
#[shape]
pub struct UpdateRoutingProfileAgentAvailabilityTimerRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// From when, from now on.
    pub agent_availability_timer: AgentAvailabilityTimer,
}
