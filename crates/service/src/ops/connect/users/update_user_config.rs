use crate::prelude::connect::*;

update!(UpdateUserConfig: User user_id, |cx, request, user| {
    refuse(rules::phone::breaches(request.into()))?;
    let mut phone_config = user.phone_config.take().unwrap_or_default();
    // A list and the member of the phone configuration that says the same cannot both hold.
    if let Some(configs) = &request.auto_accept_configs {
        user.auto_accept_configs = Some(configs.clone());
        phone_config.auto_accept = None;
    }
    if let Some(configs) = &request.after_contact_work_configs {
        user.after_contact_work_configs = Some(configs.clone());
        phone_config.after_contact_work_time_limit = None;
    }
    if let Some(configs) = &request.phone_number_configs {
        user.phone_number_configs = Some(configs.clone());
        (phone_config.phone_type, phone_config.desk_phone_number) = (None, None);
    }
    if let Some(configs) = &request.persistent_connection_configs {
        user.persistent_connection_configs = Some(configs.clone());
        phone_config.persistent_connection = None;
    }
    if let Some(configs) = &request.voice_enhancement_configs {
        user.voice_enhancement_configs = Some(configs.clone());
    }
    user.phone_config = (phone_config != shapes::UserPhoneConfig::default()).then_some(phone_config);
});
