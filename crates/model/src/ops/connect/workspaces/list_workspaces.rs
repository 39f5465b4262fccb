//! ListWorkspaces.

use roster_model_derive::{operation, shape};

use super::WorkspaceName;
use crate::shapes::{ARN, InstanceId, MaxResult100, NextToken, RegionName, Timestamp, WorkspaceId};

/// Lists the workspaces of an instance, by name.
#[operation(
    http = "GET /workspaces/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
    pages = "WorkspaceSummaryList",
)]
pub struct ListWorkspaces;

/// The input of `ListWorkspaces`.
#[shape]
pub struct ListWorkspacesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many workspaces a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListWorkspaces`.
#[shape]
pub struct ListWorkspacesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The workspaces of this page.
    pub workspace_summary_list: WorkspaceSummaryList,
}

/// Workspaces in brief.
#[shape]
pub struct WorkspaceSummaryList(pub Vec<WorkspaceSummary>);

/// A workspace in brief.
#[shape]
pub struct WorkspaceSummary {
    /// Its id.
    pub id: Option<WorkspaceId>,
    /// Its name.
    pub name: Option<WorkspaceName>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
