//! AssociateWorkspace.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, InstanceId, WorkspaceId};

/// Associates a workspace with users and routing profiles. What cannot be associated does not keep the rest from it.
#[operation(
    http = "POST /workspaces/{InstanceId}/{WorkspaceId}/associate",
    effect = Write,
    resources = "workspace* routing-profile user",
    exceptions = [
        InvalidRequest, DuplicateResource, ResourceNotFound, InternalService, Throttling, AccessDenied,
        InvalidParameter,
    ],
)]
pub struct AssociateWorkspace;

/// The input of `AssociateWorkspace`.
#[shape]
pub struct AssociateWorkspaceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The workspace.
    #[shape(label)]
    pub workspace_id: WorkspaceId,
    /// The ARNs of users and routing profiles.
    pub resource_arns: WorkspaceResourceArnList,
}

/// ARNs of users and routing profiles.
#[shape(length(1, 25))]
pub struct WorkspaceResourceArnList(pub Vec<ARN>);

/// The output of `AssociateWorkspace`.
#[shape]
pub struct AssociateWorkspaceResponse {
    /// What is associated now.
    pub successful_list: Option<SuccessfulBatchAssociationSummaryList>,
    /// What is not, and why.
    pub failed_list: Option<FailedBatchAssociationSummaryList>,
}

/// What a request has done something for.
#[shape]
pub struct SuccessfulBatchAssociationSummaryList(pub Vec<SuccessfulBatchAssociationSummary>);

/// A user or routing profile that a request has done something for.
#[shape]
pub struct SuccessfulBatchAssociationSummary {
    /// Its ARN.
    pub resource_arn: Option<ARN>,
}

/// What a request has done nothing for, and why.
#[shape]
pub struct FailedBatchAssociationSummaryList(pub Vec<FailedBatchAssociationSummary>);

/// What a request has done nothing for, and why.
#[shape]
pub struct FailedBatchAssociationSummary {
    /// Its ARN.
    pub resource_arn: Option<ARN>,
    /// The status of HTTP that a request for it alone would have.
    pub error_code: Option<WorkspaceErrorCode>,
    /// Why.
    pub error_message: Option<WorkspaceBatchErrorMessage>,
}

/// A status of HTTP.
#[shape]
pub struct WorkspaceErrorCode(pub String);

/// Why a request has done nothing for something.
#[shape(length(1, 256))]
pub struct WorkspaceBatchErrorMessage(pub String);
