use roster_domain::records::User as Record;
use roster_model::operation::ResourceType;
use roster_model::ops::connect::users::{
    DescribeUser, DescribeUserRequest, DescribeUserResponse, SecurityProfileIds, User,
};
use roster_model::shapes::{
    ARN, AgentUsername, HierarchyGroupId, RegionName, RoutingProfileId, SecurityProfileId, UserId,
};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;

impl Handler for DescribeUser {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DescribeUserRequest,
    ) -> Result<DescribeUserResponse, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let user = call.user(transaction, &instance, &request.user_id).await?;
        Ok(DescribeUserResponse {
            user: Some(describe(call, user)),
        })
    }
}

fn describe(call: &Call, user: Record) -> User {
    let arn = call
        .home()
        .resource(ResourceType::User, &user.instance_id, &user.id);
    let security_profiles = user
        .security_profile_ids
        .into_iter()
        .map(|id| SecurityProfileId(id.into()));
    User {
        id: Some(UserId(user.id.into())),
        arn: Some(ARN(arn.into())),
        username: Some(AgentUsername(user.username)),
        identity_info: Some(user.identity_info),
        phone_config: user.phone_config,
        directory_user_id: user.directory_user_id,
        security_profile_ids: Some(SecurityProfileIds(security_profiles.collect())),
        routing_profile_id: Some(RoutingProfileId(user.routing_profile_id.into())),
        hierarchy_group_id: user.hierarchy_group_id.map(|id| HierarchyGroupId(id.into())),
        tags: user.tags,
        auto_accept_configs: user.auto_accept_configs,
        after_contact_work_configs: user.after_contact_work_configs,
        phone_number_configs: user.phone_number_configs,
        persistent_connection_configs: user.persistent_connection_configs,
        voice_enhancement_configs: user.voice_enhancement_configs,
        last_modified_time: Some(user.last_modified_time),
        last_modified_region: Some(RegionName(user.last_modified_region.into())),
    }
}
