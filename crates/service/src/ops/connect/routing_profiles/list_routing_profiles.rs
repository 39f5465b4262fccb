use crate::prelude::connect::*;

list!(
    ListRoutingProfiles: RoutingProfile by BY_NAME,
    routing_profile_summary_list of |cx, profile| RoutingProfileSummary {
        arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        id: Some(profile.id.into_member()),
        name: Some(profile.name.into()),
        last_modified_time: Some(profile.last_modified_time),
    }
);
