//! What members of a request refer to beside the resource that it is about. What is not there is a breach of a rule: these
//! ids are parameters.

use std::ops::Deref;

use roster_domain::records::{Instance, InstanceResource};
use roster_domain::rules::Fault;

use crate::prelude::connect::*;

/// The resource that a member refers to; none if it is not there, which is a breach then.
pub(crate) async fn referred<R: InstanceResource>(
    cx: &mut Context<'_>,
    instance: &Instance,
    member: &'static str,
    reference: &str,
    breaches: &mut Vec<Breach>,
) -> Result<Option<R>, Refusal> {
    match cx.resource(instance, reference).await {
        Ok(found) => Ok(Some(found)),
        Err(refusal) if refusal.is_of_nothing() => {
            breaches.push(nothing(member, reference));
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// The ids of the resources that a list refers to, each once.
pub(crate) async fn all_referred<R: InstanceResource>(
    cx: &mut Context<'_>,
    instance: &Instance,
    member: &'static str,
    references: &[impl Deref<Target = String> + Sync],
    breaches: &mut Vec<Breach>,
) -> Result<Vec<Id>, Refusal> {
    let mut ids = Vec::new();
    for reference in references {
        if let Some(found) = referred::<R>(cx, instance, member, reference, breaches).await?
            && !ids.contains(found.id())
        {
            ids.push(found.id().clone());
        }
    }
    Ok(ids)
}

/// The breach of a member that refers to something of which no instance has any.
pub(crate) fn nothing(member: &'static str, reference: &str) -> Breach {
    Breach {
        member,
        fault: Fault::Unknown {
            value: reference.to_owned(),
        },
    }
}

/// The id of the flow that a member refers to; none if it leads elsewhere, which is a breach then. There are no flows, so
/// that of any will do which has the form of one of the instance. That is Roster's own.
pub(super) fn flow(
    cx: &Context<'_>,
    instance: &Instance,
    member: &'static str,
    reference: &str,
    breaches: &mut Vec<Breach>,
) -> Result<Option<Id>, Refusal> {
    match cx.resolve(ResourceType::ContactFlow, member, Some(&instance.id), reference) {
        Err(refusal) if refusal.is_of_nothing() => {
            breaches.push(nothing(member, reference));
            Ok(None)
        }
        resolved => resolved.map(Some),
    }
}

/// The resource that a member refers to, where nothing else can be wrong.
pub(crate) async fn required<R: InstanceResource>(
    cx: &mut Context<'_>,
    instance: &Instance,
    member: &'static str,
    reference: &str,
) -> Result<R, Refusal> {
    let mut breaches = Vec::new();
    let found = referred(cx, instance, member, reference, &mut breaches).await?;
    found.ok_or(Refusal::Rules(breaches))
}

/// The hierarchy group that a member refers to. None if the member is absent or empty, or if the group is not there, which is
/// a breach then. That an empty member counts as absent is assumed.
pub(super) async fn hierarchy_group(
    cx: &mut Context<'_>,
    instance: &Instance,
    member: &'static str,
    reference: Option<&shapes::HierarchyGroupId>,
    breaches: &mut Vec<Breach>,
) -> Result<Option<HierarchyGroup>, Refusal> {
    match reference.filter(|reference| !reference.is_empty()) {
        Some(reference) => referred(cx, instance, member, reference, breaches).await,
        None => Ok(None),
    }
}
