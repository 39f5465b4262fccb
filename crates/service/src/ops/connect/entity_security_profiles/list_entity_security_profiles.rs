use super::entity;
use crate::prelude::connect::*;

handler!(ListEntitySecurityProfiles, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let user = entity(cx, &instance, request.entity_type, &request.entity_arn).await?;
    let (page, next_token) = paging::stretch(
        &List::new("security profiles", &user.key()),
        user.security_profile_ids.len(),
        request.next_token.as_deref().map(String::as_str),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let profiles = user.security_profile_ids[page]
        .iter()
        .map(|id| SecurityProfileItem {
            id: Some(id.clone().into_member()),
        });
    Ok(Response {
        security_profiles: Some(SecurityProfiles100(profiles.collect())),
        next_token: next_token.map(|token| token.0.into()),
    })
});
