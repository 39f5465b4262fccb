use super::{entity, named_profiles};
use crate::prelude::connect::*;

handler!(AssociateSecurityProfiles, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user = entity(cx, &instance, request.entity_type, &request.entity_arn).await?;
    let profiles = named_profiles(cx, &instance, &request.security_profiles).await?;
    let mut new = user.clone();
    refuse(rules::entity_security_profiles::associate(
        &mut new.security_profile_ids,
        profiles,
    ))?;
    cx.update(&user, new).await?;
    Ok(NoOutput)
});
