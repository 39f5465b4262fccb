use crate::prelude::connect::*;

update!(UpdateWorkspaceVisibility: Workspace workspace_id, |cx, request, workspace| {
    workspace.visibility = request.visibility;
});
