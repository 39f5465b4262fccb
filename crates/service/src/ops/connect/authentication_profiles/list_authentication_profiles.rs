use roster_model::shapes::RegionName;

use crate::authentication_profiles::of_instance;
use crate::paging::{List, slice};
use crate::prelude::connect::*;

handler!(ListAuthenticationProfiles, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let profiles = [of_instance(&mut cx.transaction, &instance).await?];
    let list = List::new("authentication profiles", &Key::new().id(&instance.id));
    // One fits every page.
    let (page, next_token) = slice(&list, &profiles, request.next_token.as_ref(), profiles.len())?;
    let summary = |profile: &AuthenticationProfile| AuthenticationProfileSummary {
        id: Some(profile.id.clone().into_member()),
        arn: Some(cx.arn_of_authentication_profile(profile).into()),
        name: Some(profile.name.clone()),
        is_default: Some(true),
        last_modified_time: Some(profile.last_modified_time),
        last_modified_region: Some(RegionName(profile.last_modified_region.to_string())),
    };
    Ok(Response {
        authentication_profile_summary_list: Some(page.iter().map(summary).collect::<Vec<_>>().into()),
        next_token,
    })
});
