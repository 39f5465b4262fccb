//! UpdateWorkspaceMetadata.

use roster_model_derive::{operation, shape};

use super::{WorkspaceDescription, WorkspaceName, WorkspaceTitle};
use crate::shapes::{InstanceId, WorkspaceId};

/// Changes name, description and title of a workspace. Members that the request leaves out stay as they are.
#[operation(
    http = "POST /workspaces/{InstanceId}/{WorkspaceId}/metadata",
    effect = Write,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, DuplicateResource, Throttling, AccessDenied,
        InvalidParameter,
    ],
)]
pub struct UpdateWorkspaceMetadata;

/// The input of `UpdateWorkspaceMetadata`.
#[shape]
pub struct UpdateWorkspaceMetadataRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
    /// The new name, unique within the instance.
    pub name: Option<WorkspaceName>,
    /// What it is for from now on; an empty text removes it.
    pub description: Option<WorkspaceDescription>,
    /// The new title; an empty text removes it.
    pub title: Option<WorkspaceTitle>,
}

/// The output of `UpdateWorkspaceMetadata`.
#[shape]
pub struct UpdateWorkspaceMetadataResponse {}
