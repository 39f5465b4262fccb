use roster_domain::records::{DeletedInstance, InstanceSettings};
use roster_domain::{Entry, Record, new_instance, rules};
use roster_store::WriteError;

use crate::prelude::connect::*;
use crate::refusal::PlanRefusal;

impl Handler for CreateInstance {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let breaches = rules::instance::create(
            request.identity_management_type,
            request.instance_alias.is_some(),
            request.directory_id.is_some(),
        );
        if !breaches.is_empty() {
            return Err(Refusal::Rules(breaches));
        }
        let new = instance(cx, request);
        let made = made_before(&mut cx.transaction, &new).await?;
        let instance = match made {
            Some(made) if same_request(&made, &new) => made,
            Some(_) => return Err(Refusal::TokenReused),
            None => {
                insert(cx, &new).await?;
                let all = Instance::of_account_region(&new.account_region);
                cx.refuse_beyond_quota::<Instance>(&all, Parent::AccountRegion)
                    .await?;
                new
            }
        };
        Ok(CreateInstanceResponse {
            arn: Some(ARN(cx.account_region().instance(&instance.id).into())),
            id: Some(instance.id.into_member()),
        })
    }
}

fn instance(cx: &mut Context<'_>, request: &CreateInstanceRequest) -> Instance {
    Instance {
        id: cx.new_id(),
        account_region: cx.account_region().clone(),
        identity_management_type: request.identity_management_type,
        alias: request.instance_alias.clone(),
        directory_id: request.directory_id.clone(),
        inbound_calls_enabled: request.inbound_calls_enabled,
        outbound_calls_enabled: request.outbound_calls_enabled,
        created_time: cx.now,
        client_token: request.client_token.as_deref().cloned(),
        tags: request.tags.clone(),
        attributes: Vec::new(),
        settings: InstanceSettings::default(),
    }
}

/// The instance that a request with the same client token has made.
async fn made_before(transaction: &mut Transaction<'_>, new: &Instance) -> Result<Option<Instance>, Refusal> {
    match &new.client_token {
        Some(token) => {
            let entry = Entry {
                index: &Instance::BY_CLIENT_TOKEN,
                key: Instance::of_client_token(&new.account_region, token),
            };
            Ok(transaction.find(&entry).await?)
        }
        None => Ok(None),
    }
}

fn same_request(made: &Instance, new: &Instance) -> bool {
    let new = Instance {
        id: made.id.clone(),
        created_time: made.created_time,
        attributes: made.attributes.clone(),
        settings: made.settings.clone(),
        ..new.clone()
    };
    *made == new
}

/// Adds an instance and everything that comes with it.
pub(crate) async fn insert(cx: &mut Context<'_>, instance: &Instance) -> Result<(), Refusal> {
    let deleted = DeletedInstance::key_of(&instance.id);
    // Only a plan can bring the id of an instance that was there.
    if cx.transaction.exists(DeletedInstance::KIND, &deleted).await? {
        return Err(PlanRefusal::AppliedBefore.into());
    }
    cx.transaction
        .insert(instance)
        .await
        .map_err(|error| match error {
            WriteError::Taken(index) if *index == Instance::BY_DIRECTORY => {
                Refusal::taken(ResourceType::Instance, "DirectoryId")
            }
            WriteError::Taken(_) => Refusal::taken(ResourceType::Instance, "InstanceAlias"),
            WriteError::Store(error) => Refusal::Store(error),
        })?;
    let contents = new_instance::contents(instance, &mut || cx.new_id());
    for profile in &contents.security_profiles {
        cx.insert(profile).await?;
    }
    for status in &contents.agent_statuses {
        cx.insert(status).await?;
    }
    cx.insert(&contents.hours_of_operation).await?;
    cx.insert(&contents.queue).await?;
    cx.insert(&contents.routing_profile).await?;
    cx.insert(&contents.hierarchy_structure).await
}
