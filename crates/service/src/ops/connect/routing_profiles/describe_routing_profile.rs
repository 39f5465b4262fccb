use crate::prelude::connect::*;

impl Handler for DescribeRoutingProfile {
    // It counts users.
    const READ_KIND: ReadKind = ReadKind::Scan;

    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let profile: RoutingProfile = cx
            .resource_of(&request.instance_id, &request.routing_profile_id)
            .await?;
        Ok(DescribeRoutingProfileResponse {
            routing_profile: Some(describe(cx, profile).await?),
        })
    }
}

/// A routing profile as answers have it.
pub(super) async fn describe(
    cx: &mut Context<'_>,
    profile: RoutingProfile,
) -> Result<routing_profiles::RoutingProfile, Refusal> {
    let users = User::of_routing_profile(&profile.instance_id, &profile.id);
    let users = cx
        .transaction
        .count::<User>(&User::BY_ROUTING_PROFILE, &users)
        .await?;
    let (queues, manual) = (profile.queue_ids(), profile.manual_assignment_queue_ids());
    Ok(routing_profiles::RoutingProfile {
        number_of_associated_queues: Some(count(queues.len())),
        number_of_associated_manual_assignment_queues: Some(count(manual.len())),
        number_of_associated_users: Some(count(users)),
        routing_profile_arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        instance_id: Some(profile.instance_id.into_member()),
        name: Some(profile.name.into()),
        routing_profile_id: Some(profile.id.into_member()),
        description: Some(profile.description.into()),
        media_concurrencies: Some(profile.media_concurrencies),
        default_outbound_queue_id: Some(profile.default_outbound_queue_id.into_member()),
        tags: profile.tags,
        agent_availability_timer: Some(profile.agent_availability_timer),
        last_modified_time: Some(profile.last_modified_time),
        is_default: Some(profile.is_default),
        associated_queue_ids: None,
        associated_manual_assignment_queue_ids: None,
    })
}

/// A count as the wire has it.
fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
