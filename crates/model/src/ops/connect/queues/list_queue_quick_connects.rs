//! ListQueueQuickConnects.

use roster_model_derive::{operation, shape};

use crate::ops::connect::quick_connects::QuickConnectSummaryList;
use crate::shapes::{InstanceId, MaxResult100, NextToken, QueueId, RegionName, Timestamp};

/// Lists the quick connects that a queue offers.
#[operation(
    http = "GET /queues/{InstanceId}/{QueueId}/quick-connects",
    effect = Read,
    resources = "queue*",
    pages = "QuickConnectSummaryList",
)]
pub struct ListQueueQuickConnects;

/// The input of `ListQueueQuickConnects`.
#[shape]
pub struct ListQueueQuickConnectsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many quick connects a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListQueueQuickConnects`.
#[shape]
pub struct ListQueueQuickConnectsResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The quick connects of this page.
    pub quick_connect_summary_list: Option<QuickConnectSummaryList>,
    /// When the queue last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
