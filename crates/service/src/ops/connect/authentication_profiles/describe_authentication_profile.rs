use roster_model::shapes::RegionName;

use crate::prelude::connect::*;

handler!(DescribeAuthenticationProfile, |cx, request| -> Response {
    let profile = cx
        .authentication_profile(&request.instance_id, &request.authentication_profile_id)
        .await?;
    Ok(Response {
        authentication_profile: Some(authentication_profiles::AuthenticationProfile {
            arn: Some(cx.arn_of_authentication_profile(&profile).into()),
            id: Some(profile.id.into_member()),
            name: Some(profile.name),
            description: profile.description,
            allowed_ips: Some(profile.allowed_ips),
            blocked_ips: Some(profile.blocked_ips),
            is_default: Some(true),
            created_time: Some(profile.created_time),
            last_modified_time: Some(profile.last_modified_time),
            last_modified_region: Some(RegionName(profile.last_modified_region.to_string())),
            periodic_session_duration: Some(profile.periodic_session_duration),
            max_session_duration: Some(profile.max_session_duration),
            session_inactivity_duration: Some(profile.session_inactivity_duration),
            session_inactivity_handling_enabled: Some(profile.session_inactivity_handling_enabled),
        }),
    })
});
