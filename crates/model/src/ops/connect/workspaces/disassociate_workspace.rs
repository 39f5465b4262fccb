//! DisassociateWorkspace.

use roster_model_derive::{operation, shape};

use super::{
    FailedBatchAssociationSummaryList, SuccessfulBatchAssociationSummaryList, WorkspaceResourceArnList,
};
use crate::shapes::{InstanceId, WorkspaceId};

/// Ends associations of a workspace with users and routing profiles.
#[operation(
    http = "POST /workspaces/{InstanceId}/{WorkspaceId}/disassociate",
    effect = Write,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
)]
pub struct DisassociateWorkspace;

/// The input of `DisassociateWorkspace`.
#[shape]
pub struct DisassociateWorkspaceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
    /// The ARNs of users and routing profiles.
    pub resource_arns: WorkspaceResourceArnList,
}

/// The output of `DisassociateWorkspace`.
#[shape]
pub struct DisassociateWorkspaceResponse {
    /// What is associated no more.
    pub successful_list: Option<SuccessfulBatchAssociationSummaryList>,
    /// What was not associated.
    pub failed_list: Option<FailedBatchAssociationSummaryList>,
}
