use std::collections::BTreeSet;

use roster_domain::records::{RoutingProfile as Record, User};
use roster_model::operation::ResourceType;
use roster_model::ops::connect::routing_profiles::{
    DescribeRoutingProfile, DescribeRoutingProfileRequest, DescribeRoutingProfileResponse, RoutingProfile,
    RoutingProfileDescription, RoutingProfileName,
};
use roster_model::shapes::{ARN, InstanceId, QueueId, RegionName, RoutingProfileId};
use roster_store::{ReadKind, Transaction};

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;

impl Handler for DescribeRoutingProfile {
    // It counts users.
    const READ_KIND: ReadKind = ReadKind::Scan;

    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DescribeRoutingProfileRequest,
    ) -> Result<DescribeRoutingProfileResponse, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let profile = call
            .routing_profile(transaction, &instance, &request.routing_profile_id)
            .await?;
        let users = User::of_routing_profile(&instance.id, &profile.id);
        let users = transaction
            .count::<User>(&User::BY_ROUTING_PROFILE, &users)
            .await?;
        Ok(DescribeRoutingProfileResponse {
            routing_profile: Some(describe(call, profile, users)),
        })
    }
}

fn describe(call: &Call, profile: Record, users: u64) -> RoutingProfile {
    let arn = call
        .home()
        .resource(ResourceType::RoutingProfile, &profile.instance_id, &profile.id);
    let queues: BTreeSet<_> = profile
        .queue_configs
        .iter()
        .map(|config| &config.queue_id)
        .collect();
    RoutingProfile {
        number_of_associated_queues: Some(count(queues.len())),
        instance_id: Some(InstanceId(profile.instance_id.into())),
        name: Some(RoutingProfileName(profile.name)),
        routing_profile_arn: Some(ARN(arn.into())),
        routing_profile_id: Some(RoutingProfileId(profile.id.into())),
        description: Some(RoutingProfileDescription(profile.description)),
        media_concurrencies: Some(profile.media_concurrencies),
        default_outbound_queue_id: Some(QueueId(profile.default_outbound_queue_id.into())),
        tags: profile.tags,
        number_of_associated_manual_assignment_queues: Some(0),
        number_of_associated_users: Some(count(users)),
        agent_availability_timer: Some(profile.agent_availability_timer),
        last_modified_time: Some(profile.last_modified_time),
        last_modified_region: Some(RegionName(profile.last_modified_region.into())),
        is_default: Some(profile.is_default),
    }
}

/// A count as the wire has it.
fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
