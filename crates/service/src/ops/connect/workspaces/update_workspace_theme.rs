use crate::prelude::connect::*;

update!(UpdateWorkspaceTheme: Workspace workspace_id, |cx, request, workspace| {
    workspace.theme.clone_from(&request.theme);
});
