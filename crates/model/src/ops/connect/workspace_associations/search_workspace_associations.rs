//! SearchWorkspaceAssociations.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, ControlPlaneAttributeFilter, InstanceId, MaxResult500, NextToken, NextToken2500, StringCondition,
    WorkspaceId,
};

/// Searches the associations of workspaces with users and routing profiles.
#[operation(
    http = "POST /search-workspace-associations",
    effect = Read,
    resources = "workspace*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
    pages = "WorkspaceAssociations",
)]
pub struct SearchWorkspaceAssociations;

/// The input of `SearchWorkspaceAssociations`.
#[shape]
pub struct SearchWorkspaceAssociationsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many associations a page may hold; 100 by default.
    pub max_results: Option<MaxResult500>,
    /// What the workspaces must have.
    pub search_filter: Option<WorkspaceAssociationSearchFilter>,
    /// What is searched for; all associations by default.
    pub search_criteria: Option<WorkspaceAssociationSearchCriteria>,
}

/// What workspaces must have.
#[shape]
pub struct WorkspaceAssociationSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct WorkspaceAssociationSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<WorkspaceAssociationSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<WorkspaceAssociationSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct WorkspaceAssociationSearchConditionList(pub Vec<WorkspaceAssociationSearchCriteria>);

/// The output of `SearchWorkspaceAssociations`.
#[shape]
pub struct SearchWorkspaceAssociationsResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The associations of this page.
    pub workspace_associations: Option<WorkspaceAssociationSearchSummaryList>,
    /// How many associations meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Associations that were found.
#[shape]
pub struct WorkspaceAssociationSearchSummaryList(pub Vec<WorkspaceAssociationSearchSummary>);

/// An association of a workspace with a user or a routing profile.
#[shape]
pub struct WorkspaceAssociationSearchSummary {
    /// The id of the workspace.
    pub workspace_id: Option<WorkspaceId>,
    /// The ARN of the workspace.
    pub workspace_arn: Option<ARN>,
    /// The id of the user or routing profile.
    pub resource_id: Option<WorkspaceAssociatedResourceId>,
    /// The ARN of the user or routing profile.
    pub resource_arn: Option<ARN>,
    /// What it is: `USER` or `ROUTING_PROFILE`.
    pub resource_type: Option<WorkspaceAssociatedResourceType>,
    /// The username, or the name of the routing profile.
    pub resource_name: Option<WorkspaceAssociatedResourceName>,
}

/// The id of a user or routing profile.
#[shape(length(1, 256))]
pub struct WorkspaceAssociatedResourceId(pub String);

/// The type of what is associated with a workspace: `USER` or `ROUTING_PROFILE`.
#[shape(length(1, 256))]
pub struct WorkspaceAssociatedResourceType(pub String);

/// A username, or the name of a routing profile.
#[shape(length(1, 127))]
pub struct WorkspaceAssociatedResourceName(pub String);
