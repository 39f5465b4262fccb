use crate::prelude::connect::*;

list!(
    ListWorkspaces: Workspace by BY_NAME,
    workspace_summary_list: required of |cx, workspace| WorkspaceSummary {
        arn: Some(cx.arn_of(&workspace).into()),
        last_modified_region: Some(workspace.last_modified_region()),
        id: Some(workspace.id.into_member()),
        name: Some(workspace.name),
        last_modified_time: Some(workspace.last_modified_time),
    }
);
