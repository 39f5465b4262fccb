use crate::prelude::connect::*;

describe!(DescribeUser: User user_id, user is |cx, user| users::User {
    arn: Some(cx.arn_of(&user).into()),
    last_modified_region: Some(user.last_modified_region()),
    phone_config: phone_config(&user),
    // Programs rely on one, also where none was sent.
    directory_user_id: user.directory_user_id.or_else(|| Some(user.id.as_str().to_owned().into())),
    id: Some(user.id.into_member()),
    username: Some(user.username.into()),
    identity_info: Some(user.identity_info),
    security_profile_ids: Some(security_profile_ids(user.security_profile_ids)),
    routing_profile_id: Some(user.routing_profile_id.into_member()),
    hierarchy_group_id: user.hierarchy_group_id.map(Id::into_member),
    tags: Some(user.tags.unwrap_or_default()),
    auto_accept_configs: user.auto_accept_configs,
    after_contact_work_configs: user.after_contact_work_configs,
    phone_number_configs: user.phone_number_configs,
    persistent_connection_configs: user.persistent_connection_configs,
    voice_enhancement_configs: user.voice_enhancement_configs,
    last_modified_time: Some(user.last_modified_time),
});

/// The telephone settings of a user, with the values of those that were left out, as the example of the API reference
/// shows them: programs rely on them. What is set channel by channel is not there: sent back, it would be set twice.
fn phone_config(user: &User) -> Option<shapes::UserPhoneConfig> {
    let config = user.phone_config.clone()?;
    let (no_auto_accept, no_limit) = (
        user.auto_accept_configs.is_none(),
        user.after_contact_work_configs.is_none(),
    );
    let no_number = user.phone_number_configs.is_none();
    Some(shapes::UserPhoneConfig {
        auto_accept: config.auto_accept.or(no_auto_accept.then_some(false)),
        after_contact_work_time_limit: config
            .after_contact_work_time_limit
            .or(no_limit.then(|| 0.into())),
        desk_phone_number: config
            .desk_phone_number
            .or(no_number.then(|| String::new().into())),
        ..config
    })
}

/// The ids of a user's security profiles, as answers have them.
pub(super) fn security_profile_ids(ids: Vec<Id>) -> SecurityProfileIds {
    SecurityProfileIds(ids.into_iter().map(Id::into_member).collect())
}
