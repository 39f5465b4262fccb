use super::describe_routing_profile::describe;
use crate::prelude::connect::*;

search!(
    SearchRoutingProfiles: RoutingProfile by BY_NAME,
    routing_profiles of |cx, profile| found(cx, profile).await?
);

/// A routing profile as searches show it: with the ids of its queues, and without a few members. Source: the API
/// reference on `SearchRoutingProfiles`.
async fn found(
    cx: &mut Context<'_>,
    profile: RoutingProfile,
) -> Result<routing_profiles::RoutingProfile, Refusal> {
    let ids = |ids: std::collections::BTreeSet<&Id>| {
        AssociatedQueueIdList(ids.into_iter().cloned().map(Id::into_member).collect())
    };
    let queues = ids(profile.queue_ids());
    let manual = ids(profile.manual_assignment_queue_ids());
    let mut found = describe(cx, profile).await?;
    for concurrency in found.media_concurrencies.iter_mut().flat_map(|all| &mut all.0) {
        concurrency.cross_channel_behavior = None;
    }
    Ok(routing_profiles::RoutingProfile {
        associated_queue_ids: Some(queues),
        associated_manual_assignment_queue_ids: Some(manual),
        agent_availability_timer: None,
        last_modified_time: None,
        last_modified_region: None,
        ..found
    })
}
