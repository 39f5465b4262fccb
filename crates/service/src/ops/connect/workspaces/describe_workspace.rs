use crate::prelude::connect::*;

describe!(DescribeWorkspace: Workspace workspace_id, workspace: required is |cx, workspace| workspaces::Workspace {
    arn: cx.arn_of(&workspace).into(),
    last_modified_region: Some(workspace.last_modified_region()),
    visibility: Some(workspace.visibility),
    id: workspace.id.into_member(),
    name: workspace.name,
    description: workspace.description,
    theme: workspace.theme,
    title: workspace.title,
    last_modified_time: workspace.last_modified_time,
    tags: workspace.tags,
});
