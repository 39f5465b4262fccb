use crate::prelude::connect::*;

handler!(DeleteSecurityProfile, |cx, request| {
    let profile: SecurityProfile = cx
        .resource_of(&request.instance_id, &request.security_profile_id)
        .await?;
    if profile.is_built_in() {
        return Err(Refusal::BuiltIn(ResourceType::SecurityProfile));
    }
    let users = User::of_security_profile(&profile.instance_id, &profile.id);
    if cx.transaction.has_entry::<User>(&User::BY_TERM, &users).await? {
        return Err(cx.in_use(&profile, "give its users another first"));
    }
    cx.transaction.delete(&profile).await?;
    Ok(NoOutput)
});
