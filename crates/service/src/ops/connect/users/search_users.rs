use roster_domain::search::users as rules;

use super::describe_user::security_profile_ids;
use crate::families::Order;
use crate::prelude::connect::*;

search!(SearchUsers: User by BY_USERNAME in ORDER, with rules, users of |cx, user| UserSearchSummary {
    arn: Some(cx.arn_of(&user).into()),
    directory_user_id: user.directory_user_id,
    hierarchy_group_id: user.hierarchy_group_id.map(Id::into_member),
    id: Some(user.id.into_member()),
    identity_info: Some(UserIdentityInfoLite {
        first_name: user.identity_info.first_name,
        last_name: user.identity_info.last_name,
    }),
    phone_config: user.phone_config.map(in_milliseconds),
    routing_profile_id: Some(user.routing_profile_id.into_member()),
    security_profile_ids: Some(security_profile_ids(user.security_profile_ids)),
    tags: user.tags,
    username: Some(user.username.into()),
    auto_accept_configs: user.auto_accept_configs,
    after_contact_work_configs: user.after_contact_work_configs,
    phone_number_configs: user.phone_number_configs,
    persistent_connection_configs: user.persistent_connection_configs,
    voice_enhancement_configs: user.voice_enhancement_configs,
});

/// Users are in the order of their names.
const ORDER: Order<User> = Order {
    place_of: |user| Key::new().text(&user.username),
    parts: 1,
};

/// A search gives the time for work after a contact in milliseconds, unlike every other operation.
/// Source: the API reference on `UserSearchSummary`.
fn in_milliseconds(config: shapes::UserPhoneConfig) -> shapes::UserPhoneConfig {
    let limit = config.after_contact_work_time_limit.as_deref();
    shapes::UserPhoneConfig {
        after_contact_work_time_limit: limit.map(|seconds| seconds.saturating_mul(1000).into()),
        ..config
    }
}
