//! UpdateWorkspaceVisibility.

use roster_model_derive::{operation, shape};

use super::Visibility;
use crate::shapes::{InstanceId, WorkspaceId};

/// Changes the visibility of a workspace: which users see it.
#[operation(
    http = "POST /workspaces/{InstanceId}/{WorkspaceId}/visibility",
    effect = Write,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct UpdateWorkspaceVisibility;

/// The input of `UpdateWorkspaceVisibility`.
#[shape]
pub struct UpdateWorkspaceVisibilityRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
    /// Who sees it from now on.
    pub visibility: Visibility,
}

/// The output of `UpdateWorkspaceVisibility`.
#[shape]
pub struct UpdateWorkspaceVisibilityResponse {}
