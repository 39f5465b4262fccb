use roster_domain::rules::address_ranges;

use crate::prelude::connect::*;

handler!(UpdateAuthenticationProfile, |cx, request| {
    let old = cx
        .authentication_profile(&request.instance_id, &request.authentication_profile_id)
        .await?;
    let new = changed(&old, request.clone());
    let breaches = address_ranges::breaches(&new);
    if !breaches.is_empty() {
        return Err(breaches.into());
    }
    cx.update_authentication_profile(&old, new).await?;
    Ok(NoOutput)
});

/// A profile with what a request changes of it.
fn changed(
    old: &AuthenticationProfile,
    request: UpdateAuthenticationProfileRequest,
) -> AuthenticationProfile {
    let old = old.clone();
    AuthenticationProfile {
        name: request.name.unwrap_or(old.name),
        description: request.description.or(old.description),
        allowed_ips: request.allowed_ips.unwrap_or(old.allowed_ips),
        blocked_ips: request.blocked_ips.unwrap_or(old.blocked_ips),
        periodic_session_duration: request
            .periodic_session_duration
            .unwrap_or(old.periodic_session_duration),
        session_inactivity_duration: request
            .session_inactivity_duration
            .unwrap_or(old.session_inactivity_duration),
        session_inactivity_handling_enabled: request
            .session_inactivity_handling_enabled
            .unwrap_or(old.session_inactivity_handling_enabled),
        ..old
    }
}
