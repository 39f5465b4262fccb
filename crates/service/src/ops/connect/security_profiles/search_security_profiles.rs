use crate::prelude::connect::*;

search!(
    SearchSecurityProfiles: SecurityProfile by BY_NAME,
    security_profiles of |cx, profile| SecurityProfileSearchSummary {
        arn: Some(cx.arn_of(&profile).into()),
        type_: Some(profile.profile_type()),
        id: Some(profile.id.into_member()),
        organization_resource_id: Some(profile.instance_id.into_member()),
        security_profile_name: Some(profile.name.into()),
        description: profile.description.map(Into::into),
        tags: profile.tags,
    }
);
