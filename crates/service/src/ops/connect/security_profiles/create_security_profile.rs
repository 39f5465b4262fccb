use crate::prelude::connect::*;

handler!(CreateSecurityProfile, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let given = request.clone();
    let profile = SecurityProfile {
        id: cx.new_id(),
        instance_id: instance.id,
        name: given.security_profile_name.0,
        description: given.description.map(|description| description.0),
        permissions: given.permissions.as_ref().map(each_once).unwrap_or_default(),
        tags: given.tags,
        allowed_access_control_tags: given.allowed_access_control_tags,
        tag_restricted_resources: given.tag_restricted_resources,
        hierarchy_restricted_resources: given.hierarchy_restricted_resources,
        allowed_access_control_hierarchy_group_id: given.allowed_access_control_hierarchy_group_id,
        applications: given.applications,
        allowed_flow_modules: given.allowed_flow_modules,
        allowed_ai_agents: given.allowed_ai_agents,
        granular_access_control_configuration: given.granular_access_control_configuration,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.create(&profile, "SecurityProfileName").await?;
    Ok(Response {
        security_profile_arn: Some(cx.arn_of(&profile).into()),
        security_profile_id: Some(profile.id.into_member()),
    })
});

/// Permissions in the order given, each once.
pub(super) fn each_once(given: &PermissionsList) -> Vec<String> {
    let mut permissions: Vec<String> = Vec::new();
    for permission in given.iter() {
        if !permissions.contains(permission) {
            permissions.push(permission.to_string());
        }
    }
    permissions
}
