use crate::prelude::connect::*;

search!(
    SearchWorkspaces: Workspace by BY_NAME,
    workspaces of |cx, workspace| WorkspaceSearchSummary {
        arn: Some(cx.arn_of(&workspace).into()),
        id: Some(workspace.id.into_member()),
        name: Some(workspace.name),
        visibility: Some(workspace.visibility),
        description: workspace.description,
        title: workspace.title,
        created_at: Some(workspace.created_time),
        tags: workspace.tags,
    }
);
