use roster_domain::rules::workspace_association::Failure;

use super::associate_workspace::{Outcomes, resource};
use crate::prelude::connect::*;

handler!(DisassociateWorkspace, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let workspace: Workspace = cx.resource(&instance, &request.workspace_id).await?;
    let mut outcomes = Outcomes::default();
    for arn in request.resource_arns.iter() {
        let disassociated = disassociate(cx, &instance, &workspace, arn).await?;
        outcomes.note(arn, disassociated);
    }
    Ok(Response {
        successful_list: Some(outcomes.successful.into()),
        failed_list: Some(outcomes.failed.into()),
    })
});

async fn disassociate(
    cx: &mut Context<'_>,
    instance: &Instance,
    workspace: &Workspace,
    arn: &str,
) -> Result<Result<(), Failure>, Refusal> {
    let (_, resource_id) = match resource(cx, instance, arn).await? {
        Ok(resource) => resource,
        Err(failure) => return Ok(Err(failure)),
    };
    let key = WorkspaceAssociation::key_of(&instance.id, &workspace.id, &resource_id);
    match cx.transaction.get::<WorkspaceAssociation>(&key).await? {
        Some(association) => {
            cx.transaction.delete(&association).await?;
            Ok(Ok(()))
        }
        None => Ok(Err(Failure::NotAssociated)),
    }
}
