use crate::prelude::connect::*;

update!(UpdateWorkspaceMetadata: Workspace workspace_id with another "Name", |cx, request, workspace| {
    if let Some(name) = &request.name {
        workspace.name = name.clone();
    }
    if let Some(description) = &request.description {
        workspace.description = Some(description.clone()).filter(|text| !text.is_empty());
    }
    if let Some(title) = &request.title {
        workspace.title = Some(title.clone()).filter(|text| !text.is_empty());
    }
});
