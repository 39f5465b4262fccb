//! UpdateWorkspaceTheme.

use roster_model_derive::{operation, shape};

use super::WorkspaceTheme;
use crate::shapes::{InstanceId, WorkspaceId};

/// Changes how a workspace looks.
#[operation(
    http = "POST /workspaces/{InstanceId}/{WorkspaceId}/theme",
    effect = Write,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct UpdateWorkspaceTheme;

/// The input of `UpdateWorkspaceTheme`.
#[shape]
pub struct UpdateWorkspaceThemeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
    /// How it looks from now on; as usual, if the request leaves it out.
    pub theme: Option<WorkspaceTheme>,
}

/// The output of `UpdateWorkspaceTheme`.
#[shape]
pub struct UpdateWorkspaceThemeResponse {}
