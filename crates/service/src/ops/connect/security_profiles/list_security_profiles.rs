use roster_domain::records::SecurityProfile;
use roster_model::ops::connect::security_profiles::{ListSecurityProfiles, SecurityProfileSummary};

use crate::prelude::*;

list_of_instance!(
    ListSecurityProfiles: SecurityProfile by BY_NAME,
    security_profile_summary_list of |cx, profile| SecurityProfileSummary {
        arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        id: Some(profile.id.into_member()),
        name: Some(profile.name.into()),
        last_modified_time: Some(profile.last_modified_time),
    }
);
