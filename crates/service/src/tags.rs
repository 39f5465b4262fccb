//! The resource that an ARN names, whatever has tags.

use roster_domain::arn::Reference;
use roster_domain::records::InstanceResource;
use roster_model::shapes::TagMap;

use crate::context::not_found;
use crate::prelude::connect::*;

/// The member that holds the ARN.
const MEMBER: &str = "resourceArn";

/// Calls a function for the type of the resource that an ARN names. Instances have a function of their own, because they
/// belong to no other.
macro_rules! for_type {
    ($arn:ident: $instance:ident or $resource:ident $arguments:tt) => {
        match ResourceType::of_arn($arn) {
            Some(ResourceType::Instance) => $instance $arguments.await,
            Some(ResourceType::User) => $resource::<User> $arguments.await,
            Some(ResourceType::SecurityProfile) => $resource::<SecurityProfile> $arguments.await,
            Some(ResourceType::RoutingProfile) => $resource::<RoutingProfile> $arguments.await,
            Some(ResourceType::HierarchyGroup) => $resource::<HierarchyGroup> $arguments.await,
            Some(ResourceType::AgentStatus) => $resource::<AgentStatus> $arguments.await,
            Some(ResourceType::Queue) => $resource::<Queue> $arguments.await,
            Some(ResourceType::HoursOfOperation) => $resource::<HoursOfOperation> $arguments.await,
            Some(ResourceType::QuickConnect) => $resource::<QuickConnect> $arguments.await,
            Some(ResourceType::Notification) => $resource::<Notification> $arguments.await,
            Some(ResourceType::Workspace) => $resource::<Workspace> $arguments.await,
            Some(
                ResourceType::FederatedUser
                | ResourceType::HierarchyLevel
                | ResourceType::AuthenticationProfile
                | ResourceType::ContactFlow
                | ResourceType::PhoneNumber
                | ResourceType::LegacyPhoneNumber
                | ResourceType::TrafficDistributionGroup
                | ResourceType::Vocabulary
                | ResourceType::Trail
                | ResourceType::IamUser
                | ResourceType::IamRole
                | ResourceType::IamPolicy,
            )
            | None => Err(Refusal::NotTaggable($arn.to_owned())),
        }
    };
}

/// The tags of the resource with an ARN.
pub(crate) async fn tags(cx: &mut Context<'_>, arn: &str) -> Result<TagMap, Refusal> {
    let tags = for_type!(arn: tags_of_instance or tags_of (cx, arn))?;
    Ok(tags.unwrap_or_default())
}

async fn tags_of<R: InstanceResource>(cx: &mut Context<'_>, arn: &str) -> Result<Option<TagMap>, Refusal> {
    let resource: R = find(cx, arn).await?;
    Ok(resource.tags().cloned())
}

async fn tags_of_instance(cx: &mut Context<'_>, arn: &str) -> Result<Option<TagMap>, Refusal> {
    Ok(cx.instance(arn).await?.tags)
}

/// Changes the tags of the resource with an ARN.
pub(crate) async fn retag(
    cx: &mut Context<'_>,
    arn: &str,
    change: &(impl Fn(TagMap) -> Result<TagMap, Refusal> + Sync),
) -> Result<(), Refusal> {
    for_type!(arn: retag_instance or retag_resource (cx, arn, change))
}

async fn retag_resource<R: InstanceResource>(
    cx: &mut Context<'_>,
    arn: &str,
    change: &(impl Fn(TagMap) -> Result<TagMap, Refusal> + Sync),
) -> Result<(), Refusal> {
    let old: R = find(cx, arn).await?;
    let mut new = old.clone();
    let tags = new.tags_mut();
    *tags = Some(change(tags.take().unwrap_or_default())?).filter(|tags| !tags.is_empty());
    cx.update(&old, new).await
}

async fn retag_instance(
    cx: &mut Context<'_>,
    arn: &str,
    change: &(impl Fn(TagMap) -> Result<TagMap, Refusal> + Sync),
) -> Result<(), Refusal> {
    let old = cx.instance(arn).await?;
    let tags = change(old.tags.clone().unwrap_or_default())?;
    let new = Instance {
        tags: Some(tags).filter(|tags| !tags.is_empty()),
        ..old.clone()
    };
    cx.replace(&old, &new).await
}

async fn find<R: InstanceResource>(cx: &mut Context<'_>, arn: &str) -> Result<R, Refusal> {
    match Reference::parse(arn, R::TYPE, cx.account_region()) {
        Some(Reference::Arn { instance, .. }) => {
            let instance = match cx.instance(instance.as_str()).await {
                Err(Refusal::NotFound { .. }) => return Err(not_found(R::TYPE, arn)),
                found => found?,
            };
            cx.resource_in(MEMBER, &instance, arn).await
        }
        Some(Reference::Id(_) | Reference::Elsewhere) | None => Err(not_found(R::TYPE, arn)),
    }
}
