//! ListRoutingProfileManualAssignmentQueues.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, Channel, InstanceId, MaxResult100, NextToken, QueueId, QueueName, RegionName, RoutingProfileId,
    Timestamp,
};

/// Lists the queues that a routing profile serves by manual assignment, channel by channel.
#[operation(
    http = "GET /routing-profiles/{InstanceId}/{RoutingProfileId}/manual-assignment-queues",
    effect = Read,
    resources = "routing-profile*",
    pages = "RoutingProfileManualAssignmentQueueConfigSummaryList",
)]
pub struct ListRoutingProfileManualAssignmentQueues;

/// The input of `ListRoutingProfileManualAssignmentQueues`.
#[shape]
pub struct ListRoutingProfileManualAssignmentQueuesRequest {
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

/// The output of `ListRoutingProfileManualAssignmentQueues`.
#[shape]
pub struct ListRoutingProfileManualAssignmentQueuesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The queues of this page.
    pub routing_profile_manual_assignment_queue_config_summary_list:
        Option<RoutingProfileManualAssignmentQueueConfigSummaryList>,
    /// When the routing profile last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// Queues that a routing profile serves by manual assignment.
#[shape]
pub struct RoutingProfileManualAssignmentQueueConfigSummaryList(
    pub Vec<RoutingProfileManualAssignmentQueueConfigSummary>,
);

/// One channel of one queue that is served by manual assignment.
#[shape]
pub struct RoutingProfileManualAssignmentQueueConfigSummary {
    /// The id of the queue.
    pub queue_id: QueueId,
    /// The ARN of the queue.
    pub queue_arn: ARN,
    /// The name of the queue.
    pub queue_name: QueueName,
    /// The channel.
    pub channel: Channel,
}
