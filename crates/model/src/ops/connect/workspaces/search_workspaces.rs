//! SearchWorkspaces.

use roster_model_derive::{operation, shape};

use super::{Visibility, WorkspaceDescription, WorkspaceName, WorkspaceTitle};
use crate::shapes::{
    ARN, ControlPlaneAttributeFilter, InstanceId, MaxResult500, NextToken, NextToken2500, StringCondition,
    TagMap, Timestamp, WorkspaceId,
};

/// Searches the workspaces of an instance.
#[operation(
    http = "POST /search-workspaces",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
    pages = "Workspaces",
)]
pub struct SearchWorkspaces;

/// The input of `SearchWorkspaces`.
#[shape]
pub struct SearchWorkspacesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many workspaces a page may hold; 100 by default.
    pub max_results: Option<MaxResult500>,
    /// What workspaces must have, beside meeting the criteria.
    pub search_filter: Option<WorkspaceSearchFilter>,
    /// What is searched for; all workspaces by default.
    pub search_criteria: Option<WorkspaceSearchCriteria>,
}

/// What workspaces must have.
#[shape]
pub struct WorkspaceSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct WorkspaceSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<WorkspaceSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<WorkspaceSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct WorkspaceSearchConditionList(pub Vec<WorkspaceSearchCriteria>);

/// The output of `SearchWorkspaces`.
#[shape]
pub struct SearchWorkspacesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The workspaces of this page.
    pub workspaces: Option<WorkspaceSearchSummaryList>,
    /// How many workspaces meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Workspaces that were found.
#[shape]
pub struct WorkspaceSearchSummaryList(pub Vec<WorkspaceSearchSummary>);

/// A workspace that was found.
#[shape]
pub struct WorkspaceSearchSummary {
    /// Its id.
    pub id: Option<WorkspaceId>,
    /// Its name.
    pub name: Option<WorkspaceName>,
    /// Who sees it.
    pub visibility: Option<Visibility>,
    /// What it is for.
    pub description: Option<WorkspaceDescription>,
    /// What users see as its title.
    pub title: Option<WorkspaceTitle>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Its tags.
    pub tags: Option<TagMap>,
}
