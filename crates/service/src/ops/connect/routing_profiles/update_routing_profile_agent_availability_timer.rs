use crate::prelude::connect::*;

update!(UpdateRoutingProfileAgentAvailabilityTimer: RoutingProfile routing_profile_id, |cx, request, profile| {
    profile.agent_availability_timer = request.agent_availability_timer;
});
