use crate::prelude::connect::*;

describe!(
    DescribeSecurityProfile: SecurityProfile security_profile_id,
    security_profile is |cx, profile| security_profiles::SecurityProfile {
        arn: Some(cx.arn_of(&profile).into()),
        last_modified_region: Some(profile.last_modified_region()),
        type_: Some(profile.profile_type()),
        id: Some(profile.id.into_member()),
        organization_resource_id: Some(profile.instance_id.into_member()),
        security_profile_name: Some(profile.name.into()),
        description: profile.description.map(Into::into),
        tags: profile.tags,
        allowed_access_control_tags: profile.allowed_access_control_tags,
        tag_restricted_resources: profile.tag_restricted_resources,
        last_modified_time: Some(profile.last_modified_time),
        hierarchy_restricted_resources: profile.hierarchy_restricted_resources,
        allowed_access_control_hierarchy_group_id: profile.allowed_access_control_hierarchy_group_id,
        granular_access_control_configuration: profile.granular_access_control_configuration,
    }
);
