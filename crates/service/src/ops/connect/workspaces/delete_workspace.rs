use crate::belongings::Owner;
use crate::prelude::connect::*;

handler!(DeleteWorkspace, |cx, request| -> Response {
    let workspace: Workspace = cx
        .resource_of(&request.instance_id, &request.workspace_id)
        .await?;
    cx.delete_with_belongings(Owner::Workspace, &workspace).await?;
    Ok(Response {})
});
