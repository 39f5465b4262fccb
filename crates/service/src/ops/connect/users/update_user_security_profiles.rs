use crate::prelude::connect::*;

update!(UpdateUserSecurityProfiles: User user_id of instance, |cx, request, user| {
    let mut breaches = Vec::new();
    let profiles = &request.security_profile_ids;
    user.security_profile_ids =
        all_referred::<SecurityProfile>(cx, instance, "SecurityProfileIds", profiles, &mut breaches).await?;
    refuse(breaches)?;
});
