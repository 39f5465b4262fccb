//! ListQueues.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, InstanceId, MaxResult1000, NextToken, QueueId, QueueName, RegionName, Timestamp};

/// Lists the queues of an instance, by name.
#[operation(
    http = "GET /queues-summary/{InstanceId}",
    effect = Read,
    resources = "queue*",
    pages = "QueueSummaryList",
)]
pub struct ListQueues;

/// The input of `ListQueues`.
#[shape]
pub struct ListQueuesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The types of queue to list; all by default.
    #[shape(query = "queueTypes")]
    pub queue_types: Option<QueueTypes>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many queues a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// Types of queue.
#[shape(length(_, 2))]
pub struct QueueTypes(pub Vec<QueueType>);

/// A type of queue.
#[shape]
pub enum QueueType {
    /// One of the instance.
    Standard,
    /// One of a user.
    Agent,
}

/// The output of `ListQueues`.
#[shape]
pub struct ListQueuesResponse {
    /// The queues of this page.
    pub queue_summary_list: Option<QueueSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Queues in brief.
#[shape]
pub struct QueueSummaryList(pub Vec<QueueSummary>);

/// A queue in brief.
#[shape]
pub struct QueueSummary {
    /// Its id.
    pub id: Option<QueueId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<QueueName>,
    /// Its type.
    pub queue_type: Option<QueueType>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
