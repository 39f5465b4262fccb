use roster_domain::rules::identity_info;

use crate::prelude::connect::*;

update!(UpdateUserIdentityInfo: User user_id, |cx, instance, user, request| {
    user.identity_info = identity_info::replace(
        instance.identity_management_type,
        &user.identity_info,
        request.identity_info.clone(),
        cx.settings.omitted_email,
    )?;
});
