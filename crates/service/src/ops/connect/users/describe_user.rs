use crate::prelude::connect::*;

describe!(DescribeUser: User user_id, user is |cx, user| users::User {
    arn: Some(cx.arn_of(&user).into()),
    last_modified_region: Some(user.last_modified_region()),
    id: Some(user.id.into_member()),
    username: Some(user.username.into()),
    identity_info: Some(user.identity_info),
    phone_config: user.phone_config,
    directory_user_id: user.directory_user_id,
    security_profile_ids: Some(security_profile_ids(user.security_profile_ids)),
    routing_profile_id: Some(user.routing_profile_id.into_member()),
    hierarchy_group_id: user.hierarchy_group_id.map(Id::into_member),
    tags: user.tags,
    auto_accept_configs: user.auto_accept_configs,
    after_contact_work_configs: user.after_contact_work_configs,
    phone_number_configs: user.phone_number_configs,
    persistent_connection_configs: user.persistent_connection_configs,
    voice_enhancement_configs: user.voice_enhancement_configs,
    last_modified_time: Some(user.last_modified_time),
});

/// The ids of a user's security profiles, as answers have them.
pub(super) fn security_profile_ids(ids: Vec<Id>) -> SecurityProfileIds {
    SecurityProfileIds(ids.into_iter().map(Id::into_member).collect())
}
