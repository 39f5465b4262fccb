use roster_domain::records::AssociatedType;
use roster_domain::rules::workspace_association::Failure;

use crate::prelude::connect::*;

handler!(AssociateWorkspace, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let workspace: Workspace = cx.resource(&instance, &request.workspace_id).await?;
    let mut outcomes = Outcomes::default();
    for arn in request.resource_arns.iter() {
        let associated = associate(cx, &instance, &workspace, arn).await?;
        outcomes.note(arn, associated);
    }
    Ok(Response {
        successful_list: Some(outcomes.successful.into()),
        failed_list: Some(outcomes.failed.into()),
    })
});

async fn associate(
    cx: &mut Context<'_>,
    instance: &Instance,
    workspace: &Workspace,
    arn: &str,
) -> Result<Result<(), Failure>, Refusal> {
    let (resource_type, resource_id) = match resource(cx, instance, arn).await? {
        Ok(resource) => resource,
        Err(failure) => return Ok(Err(failure)),
    };
    let key = WorkspaceAssociation::key_of(&instance.id, &workspace.id, &resource_id);
    if cx.transaction.exists(WorkspaceAssociation::KIND, &key).await? {
        return Ok(Err(Failure::Associated));
    }
    let association = WorkspaceAssociation {
        instance_id: instance.id.clone(),
        workspace_id: workspace.id.clone(),
        resource_type,
        resource_id,
    };
    cx.insert(&association).await?;
    Ok(Ok(()))
}

/// Type and id of the user or routing profile with an ARN.
pub(super) async fn resource(
    cx: &mut Context<'_>,
    instance: &Instance,
    arn: &str,
) -> Result<Result<(AssociatedType, Id), Failure>, Refusal> {
    let found = match ResourceType::of_arn(arn) {
        Some(ResourceType::User) => {
            let user: Result<User, _> = cx.resource(instance, arn).await;
            user.map(|user| (AssociatedType::User, user.id))
        }
        Some(ResourceType::RoutingProfile) => {
            let profile: Result<RoutingProfile, _> = cx.resource(instance, arn).await;
            profile.map(|profile| (AssociatedType::RoutingProfile, profile.id))
        }
        Some(_) | None => return Ok(Err(Failure::OtherType)),
    };
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(refusal) if refusal.is_of_nothing() => Ok(Err(Failure::Unknown)),
        Err(refusal) => Err(refusal),
    }
}

/// What came of each resource that a request names.
#[derive(Default)]
pub(super) struct Outcomes {
    pub(super) successful: Vec<SuccessfulBatchAssociationSummary>,
    pub(super) failed: Vec<FailedBatchAssociationSummary>,
}

impl Outcomes {
    pub(super) fn note(&mut self, arn: &ARN, outcome: Result<(), Failure>) {
        let resource_arn = Some(arn.clone());
        match outcome {
            Ok(()) => self
                .successful
                .push(SuccessfulBatchAssociationSummary { resource_arn }),
            Err(failure) => self.failed.push(FailedBatchAssociationSummary {
                resource_arn,
                error_code: Some(failure.status().to_owned().into()),
                error_message: Some(failure.to_string().into()),
            }),
        }
    }
}
