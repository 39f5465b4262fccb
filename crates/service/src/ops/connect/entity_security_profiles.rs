//! The security profiles of entities.

mod associate_security_profiles;
mod disassociate_security_profiles;
mod list_entity_security_profiles;

use roster_domain::rules::Fault;

use crate::prelude::connect::*;

/// The user that a request calls its entity. Roster has no AI agents, the other type of entity.
async fn entity(
    cx: &mut Context<'_>,
    instance: &Instance,
    entity_type: EntityType,
    reference: &EntityArn,
) -> Result<User, Refusal> {
    match entity_type {
        EntityType::User => {
            let user = cx.resource_in("EntityArn", instance, reference).await?;
            cx.is_about(&user);
            Ok(user)
        }
        EntityType::AiAgent => Err(Refusal::Rules(vec![nothing("EntityArn", reference)])),
    }
}

/// The ids of the security profiles that a request names, each once.
async fn named_profiles(
    cx: &mut Context<'_>,
    instance: &Instance,
    items: &SecurityProfiles,
) -> Result<Vec<Id>, Refusal> {
    let ids: Vec<_> = items.iter().filter_map(|item| item.id.clone()).collect();
    let mut breaches = Vec::new();
    if ids.len() < items.len() {
        breaches.push(Breach {
            member: "SecurityProfiles.Id",
            fault: Fault::Form {
                must_be: "in every item",
            },
        });
    }
    let ids = all_referred::<SecurityProfile>(cx, instance, "SecurityProfiles", &ids, &mut breaches).await?;
    refuse(breaches)?;
    Ok(ids)
}
