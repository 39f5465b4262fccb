use roster_domain::records::SecurityProfile as Record;
use roster_model::ops::connect::security_profiles::{DescribeSecurityProfile, SecurityProfile};

use crate::prelude::*;

describe!(
    DescribeSecurityProfile: Record security_profile_id,
    security_profile is |cx, profile| SecurityProfile {
        arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        id: Some(profile.id.into_member()),
        organization_resource_id: Some(profile.instance_id.into_member()),
        security_profile_name: Some(profile.name.into()),
        description: profile.description.map(Into::into),
        tags: profile.tags,
        last_modified_time: Some(profile.last_modified_time),
    }
);
