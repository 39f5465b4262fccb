//! DeleteWorkspace.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, WorkspaceId};

/// Deletes a workspace and its associations.
#[operation(
    http = "DELETE /workspaces/{InstanceId}/{WorkspaceId}",
    effect = Write,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct DeleteWorkspace;

/// The input of `DeleteWorkspace`.
#[shape]
pub struct DeleteWorkspaceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
}

/// The output of `DeleteWorkspace`.
#[shape]
pub struct DeleteWorkspaceResponse {}
