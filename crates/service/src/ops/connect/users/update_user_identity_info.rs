use roster_domain::records::LinkPurpose;
use roster_domain::rules::identity_info;

use crate::prelude::connect::*;

update!(UpdateUserIdentityInfo: User user_id, |cx, instance, user, request| {
    let old_address = user.identity_info.email.clone();
    user.identity_info = identity_info::replace(
        instance.identity_management_type,
        &user.identity_info,
        request.identity_info.clone(),
        cx.settings.omitted_email,
    )?;
    if user.identity_info.email != old_address {
        let purpose = LinkPurpose::ResetPassword;
        cx.revoke_links(&instance.id, &user.id, purpose).await?;
    }
});
