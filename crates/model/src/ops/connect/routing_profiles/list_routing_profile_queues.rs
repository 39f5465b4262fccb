//! ListRoutingProfileQueues.

use roster_model_derive::{operation, shape};

use super::{Delay, Priority};
use crate::shapes::{
    ARN, Channel, InstanceId, MaxResult100, NextToken, QueueId, QueueName, RegionName, RoutingProfileId,
    Timestamp,
};

/// Lists the queues of a routing profile, channel by channel.
#[operation(
    http = "GET /routing-profiles/{InstanceId}/{RoutingProfileId}/queues",
    effect = Read,
    resources = "routing-profile*",
    pages = "RoutingProfileQueueConfigSummaryList",
)]
pub struct ListRoutingProfileQueues;

/// The input of `ListRoutingProfileQueues`.
#[shape]
pub struct ListRoutingProfileQueuesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many queues a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListRoutingProfileQueues`.
#[shape]
pub struct ListRoutingProfileQueuesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The queues of this page.
    pub routing_profile_queue_config_summary_list: Option<RoutingProfileQueueConfigSummaryList>,
    /// When the routing profile last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// Queues of a routing profile.
#[shape]
pub struct RoutingProfileQueueConfigSummaryList(pub Vec<RoutingProfileQueueConfigSummary>);

/// How one channel of one queue is served.
#[shape]
pub struct RoutingProfileQueueConfigSummary {
    /// The id of the queue.
    pub queue_id: QueueId,
    /// The ARN of the queue.
    pub queue_arn: ARN,
    /// The name of the queue.
    pub queue_name: QueueName,
    /// 1 is served first.
    pub priority: Priority,
    /// How long a contact waits before it is offered, in seconds.
    pub delay: Delay,
    /// The channel.
    pub channel: Channel,
}
