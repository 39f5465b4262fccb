//! ListInstances.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, DirectoryAlias, DirectoryType, InstanceId, InstanceStatus, MaxResult10, NextToken, Timestamp,
};

/// Lists the instances of the account in the Region.
#[operation(
    http = "GET /instance",
    effect = Read,
    resources = "",
    exceptions = [InvalidRequest, InternalService],
    pages = "InstanceSummaryList",
)]
pub struct ListInstances;

/// The input of `ListInstances`.
#[shape]
pub struct ListInstancesRequest {
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many instances a page may hold; 10 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult10>,
}

/// The output of `ListInstances`.
#[shape]
pub struct ListInstancesResponse {
    /// The instances of this page.
    pub instance_summary_list: Option<InstanceSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Instances in brief.
#[shape]
pub struct InstanceSummaryList(pub Vec<InstanceSummary>);

/// An instance in brief.
#[shape]
pub struct InstanceSummary {
    /// Its id.
    pub id: Option<InstanceId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Where the users' identities are managed.
    pub identity_management_type: Option<DirectoryType>,
    /// The first label of its address.
    pub instance_alias: Option<DirectoryAlias>,
    /// When it was made.
    pub created_time: Option<Timestamp>,
    /// The role that AWS services would assume.
    pub service_role: Option<ARN>,
    /// Where it stands in its life.
    pub instance_status: Option<InstanceStatus>,
    /// Whether the contact centre takes calls.
    pub inbound_calls_enabled: Option<bool>,
    /// Whether the contact centre makes calls.
    pub outbound_calls_enabled: Option<bool>,
    /// Its address.
    pub instance_access_url: Option<String>,
}
