use crate::prelude::connect::*;

describe!(
    DescribeSecurityProfile: SecurityProfile security_profile_id,
    security_profile is |cx, profile| security_profiles::SecurityProfile {
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
