//! ListQuickConnects.

use roster_model_derive::{operation, shape};

use super::{QuickConnectName, QuickConnectType};
use crate::shapes::{ARN, InstanceId, MaxResult1000, NextToken, QuickConnectId, RegionName, Timestamp};

/// Lists the quick connects of an instance, by name.
#[operation(
    http = "GET /quick-connects/{InstanceId}",
    effect = Read,
    resources = "quick-connect*",
    pages = "QuickConnectSummaryList",
)]
pub struct ListQuickConnects;

/// The input of `ListQuickConnects`.
#[shape]
pub struct ListQuickConnectsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many quick connects a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
    /// Which types are listed; all by default.
    #[shape(query = "QuickConnectTypes")]
    pub quick_connect_types: Option<QuickConnectTypes>,
}

/// Types of quick connect.
#[shape(length(_, 4))]
pub struct QuickConnectTypes(pub Vec<QuickConnectType>);

/// The output of `ListQuickConnects`.
#[shape]
pub struct ListQuickConnectsResponse {
    /// The quick connects of this page.
    pub quick_connect_summary_list: Option<QuickConnectSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Quick connects that are listed.
#[shape]
pub struct QuickConnectSummaryList(pub Vec<QuickConnectSummary>);

/// A quick connect where many are listed.
#[shape]
pub struct QuickConnectSummary {
    /// Its id.
    pub id: Option<QuickConnectId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<QuickConnectName>,
    /// What it leads to.
    pub quick_connect_type: Option<QuickConnectType>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
