use roster_domain::records::RoutingProfile;
use roster_model::ops::connect::routing_profiles::{ListRoutingProfiles, RoutingProfileSummary};

use crate::prelude::*;

list_of_instance!(
    ListRoutingProfiles: RoutingProfile by BY_NAME,
    routing_profile_summary_list of |cx, profile| RoutingProfileSummary {
        arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        id: Some(profile.id.into_member()),
        name: Some(profile.name.into()),
        last_modified_time: Some(profile.last_modified_time),
    }
);
