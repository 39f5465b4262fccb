use crate::prelude::connect::*;

update!(UpdateUserPhoneConfig: User user_id, |cx, request, user| {
    refuse(rules::phone::breaches(request.into()))?;
    user.phone_config = Some(request.phone_config.clone());
    // The configuration says the same as these, and they cannot both hold.
    user.auto_accept_configs = None;
    user.after_contact_work_configs = None;
    user.phone_number_configs = None;
    user.persistent_connection_configs = None;
});
