use super::super::references::all_referred;
use crate::prelude::connect::*;

handler!(UpdateUserSecurityProfiles, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let mut breaches = Vec::new();
    let profiles = &request.security_profile_ids;
    let security_profile_ids =
        all_referred::<SecurityProfile>(cx, &instance, "SecurityProfileIds", profiles, &mut breaches).await?;
    refuse(breaches)?;
    let new = User {
        security_profile_ids,
        ..user.clone()
    };
    cx.update(&user, new).await?;
    Ok(NoOutput)
});
