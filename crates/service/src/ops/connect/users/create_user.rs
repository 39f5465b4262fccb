use roster_domain::rules::email_domain::{self, EmailDomains};
use roster_domain::rules::{credentials, identity_info, phone, username};

use super::super::references::hierarchy_group;
use crate::prelude::connect::*;

impl Handler for CreateUser {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let mut breaches = Vec::new();
        let identity_info = identity_info(&instance, cx.email_domains(&instance), request, &mut breaches);
        let references = References::find(cx, &instance, request, &mut breaches).await?;
        let (identity_info, references) = match (identity_info, references) {
            (Some(identity_info), Some(references)) if breaches.is_empty() => (identity_info, references),
            _ => return Err(Refusal::Rules(breaches)),
        };

        let user = user(cx, &instance, request, identity_info, references);
        cx.create(&user, "Username").await?;
        if let Some(sealed) = &request.password {
            let password = PasswordHash {
                instance_id: instance.id.clone(),
                user_id: user.id.clone(),
                password: sealed.to_string(),
            };
            cx.insert(&password).await?;
        }
        cx.welcome(&instance, &user).await?;
        Ok(CreateUserResponse {
            user_arn: Some(cx.arn_of(&user).into()),
            user_id: Some(user.id.into_member()),
        })
    }
}

/// What the rules of identity say of the new user; none if they are broken.
fn identity_info(
    instance: &Instance,
    domains: &EmailDomains,
    request: &CreateUserRequest,
    breaches: &mut Vec<Breach>,
) -> Option<shapes::UserIdentityInfo> {
    let kind = instance.identity_management_type;
    breaches.extend(username::create(kind, &request.username));
    breaches.extend(credentials::create(
        kind,
        request.password.is_some(),
        request.directory_user_id.is_some(),
    ));
    breaches.extend(phone::breaches(request.into()));
    match identity_info::create(kind, request.identity_info.clone().unwrap_or_default()) {
        Ok(identity_info) => {
            let nothing = shapes::UserIdentityInfo::default();
            breaches.extend(email_domain::breaches(domains, &nothing, &identity_info));
            Some(identity_info)
        }
        Err(broken) => {
            breaches.extend(broken);
            None
        }
    }
}

/// What a new user refers to.
struct References {
    security_profile_ids: Vec<Id>,
    routing_profile_id: Id,
    hierarchy_group: Option<HierarchyGroup>,
}

impl References {
    async fn find(
        cx: &mut Context<'_>,
        instance: &Instance,
        request: &CreateUserRequest,
        breaches: &mut Vec<Breach>,
    ) -> Result<Option<Self>, Refusal> {
        let profiles = &request.security_profile_ids;
        let security_profile_ids =
            all_referred::<SecurityProfile>(cx, instance, "SecurityProfileIds", profiles, breaches).await?;
        let reference = &request.routing_profile_id;
        let routing_profile: Option<RoutingProfile> =
            referred(cx, instance, "RoutingProfileId", reference, breaches).await?;
        let group = request.hierarchy_group_id.as_ref();
        let hierarchy_group = hierarchy_group(cx, instance, "HierarchyGroupId", group, breaches).await?;
        Ok(routing_profile.map(|profile| Self {
            security_profile_ids,
            routing_profile_id: profile.id,
            hierarchy_group,
        }))
    }
}

fn user(
    cx: &mut Context<'_>,
    instance: &Instance,
    request: &CreateUserRequest,
    identity_info: shapes::UserIdentityInfo,
    references: References,
) -> User {
    let user = User {
        id: cx.new_id(),
        instance_id: instance.id.clone(),
        username: request.username.to_string(),
        identity_info,
        phone_config: request.phone_config.clone(),
        directory_user_id: request.directory_user_id.clone(),
        security_profile_ids: references.security_profile_ids,
        routing_profile_id: references.routing_profile_id,
        hierarchy_group_id: None,
        parent_hierarchy_group_ids: Vec::new(),
        auto_accept_configs: request.auto_accept_configs.clone(),
        after_contact_work_configs: request.after_contact_work_configs.clone(),
        phone_number_configs: request.phone_number_configs.clone(),
        persistent_connection_configs: request.persistent_connection_configs.clone(),
        voice_enhancement_configs: request.voice_enhancement_configs.clone(),
        proficiencies: Vec::new(),
        tags: request.tags.clone(),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    user.in_hierarchy_group(references.hierarchy_group)
}
