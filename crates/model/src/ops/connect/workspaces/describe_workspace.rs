//! DescribeWorkspace.

use roster_model_derive::{operation, shape};

use super::{WorkspaceDescription, WorkspaceName, WorkspaceTheme, WorkspaceTitle};
use crate::shapes::{ARN, InstanceId, RegionName, TagMap, Timestamp, WorkspaceId};

/// Shows a workspace.
#[operation(
    http = "GET /workspaces/{InstanceId}/{WorkspaceId}",
    effect = Read,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct DescribeWorkspace;

/// The input of `DescribeWorkspace`.
#[shape]
pub struct DescribeWorkspaceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
}

/// The output of `DescribeWorkspace`.
#[shape]
pub struct DescribeWorkspaceResponse {
    /// The workspace.
    pub workspace: Workspace,
}

/// A workspace: which pages users see, and how they look.
#[shape]
pub struct Workspace {
    /// Who sees it.
    pub visibility: Option<Visibility>,
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: WorkspaceName,
    /// Its ARN.
    pub arn: ARN,
    /// What it is for.
    pub description: Option<WorkspaceDescription>,
    /// How it looks.
    pub theme: Option<WorkspaceTheme>,
    /// What users see as its title.
    pub title: Option<WorkspaceTitle>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// Who sees a workspace.
#[shape(stored)]
pub enum Visibility {
    /// Every user.
    All,
    /// The users that are associated with it, and those whose routing profile is.
    Assigned,
    /// No user.
    None,
}
