//! SearchQueues.

use roster_model_derive::{operation, shape};

use super::Queue;
use crate::shapes::{ControlPlaneTagFilter, InstanceId, MaxResult500, NextToken2500, StringCondition};

/// Searches the queues of an instance.
#[operation(
    http = "POST /search-queues",
    effect = Read,
    resources = "instance*",
    pages = "Queues",
)]
pub struct SearchQueues;

/// The input of `SearchQueues`.
#[shape]
pub struct SearchQueuesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many queues a page may hold; 100 by default.
    pub max_results: Option<MaxResult500>,
    /// What queues must have, beside meeting the criteria.
    pub search_filter: Option<QueueSearchFilter>,
    /// What is searched for; all queues by default.
    pub search_criteria: Option<QueueSearchCriteria>,
}

/// What queues must have.
#[shape]
pub struct QueueSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct QueueSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<QueueSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<QueueSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// The type of queue.
    pub queue_type_condition: Option<SearchableQueueType>,
}

/// Several criteria.
#[shape]
pub struct QueueSearchConditionList(pub Vec<QueueSearchCriteria>);

/// The types of queue that can be searched for.
#[shape]
pub enum SearchableQueueType {
    /// One of the instance.
    Standard,
}

/// The output of `SearchQueues`.
#[shape]
pub struct SearchQueuesResponse {
    /// The queues of this page.
    pub queues: Option<QueueSearchSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many queues meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Queues that were found.
#[shape]
pub struct QueueSearchSummaryList(pub Vec<Queue>);
