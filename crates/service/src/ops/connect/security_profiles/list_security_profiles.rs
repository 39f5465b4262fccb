use crate::prelude::connect::*;

list!(
    ListSecurityProfiles: SecurityProfile by BY_NAME,
    security_profile_summary_list of |cx, profile| SecurityProfileSummary {
        arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        type_: Some(profile.profile_type()),
        id: Some(profile.id.into_member()),
        name: Some(profile.name.into()),
        last_modified_time: Some(profile.last_modified_time),
    }
);
