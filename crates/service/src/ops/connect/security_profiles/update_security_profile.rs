use super::create_security_profile::each_once;
use crate::prelude::connect::*;

update!(UpdateSecurityProfile: SecurityProfile security_profile_id, |cx, request, profile| {
    if let Some(permissions) = &request.permissions {
        profile.permissions = each_once(permissions);
    }
    let given = request.clone();
    set(&mut profile.description, given.description.map(|description| description.0));
    set(&mut profile.allowed_access_control_tags, given.allowed_access_control_tags);
    set(&mut profile.tag_restricted_resources, given.tag_restricted_resources);
    set(&mut profile.hierarchy_restricted_resources, given.hierarchy_restricted_resources);
    set(
        &mut profile.allowed_access_control_hierarchy_group_id,
        given.allowed_access_control_hierarchy_group_id,
    );
    set(&mut profile.applications, given.applications);
    set(&mut profile.allowed_flow_modules, given.allowed_flow_modules);
    set(&mut profile.allowed_ai_agents, given.allowed_ai_agents);
    set(
        &mut profile.granular_access_control_configuration,
        given.granular_access_control_configuration,
    );
});

/// Replaces a member if the request has it.
fn set<T>(member: &mut Option<T>, given: Option<T>) {
    if given.is_some() {
        *member = given;
    }
}
