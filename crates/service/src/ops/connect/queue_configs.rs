//! The queues that members of a request name together with a channel.

use std::collections::{BTreeMap, BTreeSet};

use roster_domain::records::{QueueConfig, QueueReference};

use crate::prelude::connect::*;

/// The member with queues, and how they are served.
pub(super) const QUEUES: &str = "QueueConfigs";

/// The member with queues that are served by manual assignment.
pub(super) const MANUAL: &str = "ManualAssignmentQueueConfigs";

/// The queues of `QueueConfigs`, and how they are served. What is not there is a breach.
pub(super) async fn queue_configs(
    cx: &mut Context<'_>,
    instance: &Instance,
    configs: Option<&RoutingProfileQueueConfigList>,
    breaches: &mut Vec<Breach>,
) -> Result<Vec<QueueConfig>, Refusal> {
    let mut found = Vec::new();
    for config in configs.into_iter().flat_map(|configs| configs.iter()) {
        let RoutingProfileQueueReference { queue_id, channel } = &config.queue_reference;
        if let Some(queue) = referred::<Queue>(cx, instance, QUEUES, queue_id, breaches).await? {
            found.push(QueueConfig {
                queue_id: queue.id,
                channel: *channel,
                priority: *config.priority,
                delay: *config.delay,
            });
        }
    }
    Ok(found)
}

/// The queues of `ManualAssignmentQueueConfigs`.
pub(super) async fn manual_queue_configs(
    cx: &mut Context<'_>,
    instance: &Instance,
    configs: Option<&RoutingProfileManualAssignmentQueueConfigList>,
    breaches: &mut Vec<Breach>,
) -> Result<Vec<QueueReference>, Refusal> {
    let configs = configs.into_iter().flat_map(|configs| configs.iter());
    let references = configs.map(|config| &config.queue_reference);
    queue_references(cx, instance, MANUAL, references, breaches).await
}

/// The queues of a member.
pub(super) async fn queue_references<'r>(
    cx: &mut Context<'_>,
    instance: &Instance,
    member: &'static str,
    references: impl Iterator<Item = &'r RoutingProfileQueueReference> + Send,
    breaches: &mut Vec<Breach>,
) -> Result<Vec<QueueReference>, Refusal> {
    let mut found = Vec::new();
    for RoutingProfileQueueReference { queue_id, channel } in references {
        if let Some(queue) = referred::<Queue>(cx, instance, member, queue_id, breaches).await? {
            found.push(QueueReference {
                queue_id: queue.id,
                channel: *channel,
            });
        }
    }
    Ok(found)
}

/// The queues of a routing profile, by their ids.
pub(super) async fn queues_of(
    cx: &mut Context<'_>,
    profile: &RoutingProfile,
    ids: BTreeSet<&Id>,
) -> Result<BTreeMap<Id, Queue>, Refusal> {
    let keys: Vec<Key> = ids
        .into_iter()
        .map(|id| Queue::key_of(&profile.instance_id, id))
        .collect();
    let queues: Vec<Queue> = cx.transaction.get_all(&keys).await?;
    Ok(queues
        .into_iter()
        .map(|queue| (queue.id.clone(), queue))
        .collect())
}
