//! What a new instance holds: profiles, a queue, hours, agent statuses, an empty hierarchy.
//! Sources: the Connect administrator guide, and public exports of live instances.

use roster_model::ops::connect::agent_statuses::AgentStatusType;
use roster_model::ops::connect::hours_of_operations::HoursOfOperationDays;
use roster_model::ops::connect::routing_profiles::{
    AgentAvailabilityTimer, BehaviorType, Concurrency, CrossChannelBehavior, MediaConcurrencies,
    MediaConcurrency,
};
use roster_model::shapes::{Channel, Timestamp};

use crate::id::Id;
use crate::records::{
    AgentStatus, DayHours, HierarchyStructure, HoursOfOperation, Instance, Queue, QueueConfig,
    RoutingProfile, SecurityProfile,
};

/// The records that come with an instance.
pub struct Contents {
    /// `Admin`, `Agent`, `CallCenterManager` and `QualityAnalyst`.
    pub security_profiles: Vec<SecurityProfile>,
    /// `Basic Routing Profile`.
    pub routing_profile: RoutingProfile,
    /// `BasicQueue`.
    pub queue: Queue,
    /// `Basic Hours`.
    pub hours_of_operation: HoursOfOperation,
    /// `Available` and `Offline`.
    pub agent_statuses: Vec<AgentStatus>,
    /// No levels.
    pub hierarchy_structure: HierarchyStructure,
}

/// The description and permissions of each security profile that comes with an instance, in the order of
/// [`SecurityProfile::BUILT_IN`].
///
/// AWS adds permissions over time and lists those of `Agent` nowhere; these are the ones known in
/// November 2026.
const SECURITY_PROFILES: [(&str, &str); 4] = [
    (
        "An administrator can perform all actions available.",
        include_str!("new_instance/admin.txt"),
    ),
    (
        "An agent can take and make contacts.",
        "BasicAgentAccess\nOutboundCallAccess\n",
    ),
    (
        "A manager can see users and metrics, and change routing.",
        include_str!("new_instance/call_center_manager.txt"),
    ),
    (
        "An analyst can see metrics and contacts.",
        "AccessMetrics\nAgentTimeCard.View\nContactAttributes.View\nContactSearch.View\n",
    ),
];

/// The name, type and place of each agent status that comes with an instance.
const AGENT_STATUSES: [(&str, AgentStatusType, i32); 2] = [
    ("Available", AgentStatusType::Routable, 1),
    ("Offline", AgentStatusType::Offline, 2),
];

const DAYS: [HoursOfOperationDays; 7] = [
    HoursOfOperationDays::Sunday,
    HoursOfOperationDays::Monday,
    HoursOfOperationDays::Tuesday,
    HoursOfOperationDays::Wednesday,
    HoursOfOperationDays::Thursday,
    HoursOfOperationDays::Friday,
    HoursOfOperationDays::Saturday,
];

/// Makes the records that come with an instance.
pub fn contents(instance: &Instance, new_id: &mut dyn FnMut() -> Id) -> Contents {
    let instance_id = || instance.id.clone();
    let time = instance.created_time;
    let region = || instance.account_region.region.clone();

    let hours_of_operation = HoursOfOperation {
        id: new_id(),
        instance_id: instance_id(),
        name: "Basic Hours".to_owned(),
        description: None,
        time_zone: "America/New_York".to_owned(),
        config: DAYS.map(whole_day).to_vec(),
        tags: None,
        last_modified_time: time,
        last_modified_region: region(),
    };
    let queue = Queue {
        id: new_id(),
        instance_id: instance_id(),
        name: "BasicQueue".to_owned(),
        description: None,
        outbound_caller_config: None,
        hours_of_operation_id: hours_of_operation.id.clone(),
        max_contacts: None,
        status: None,
        quick_connect_ids: Vec::new(),
        tags: None,
        last_modified_time: time,
        last_modified_region: region(),
    };
    let agent_status = |(name, status_type, display_order): (&str, _, i32), id| AgentStatus {
        id,
        instance_id: instance_id(),
        name: name.to_owned().into(),
        description: None,
        status_type,
        display_order: Some(display_order.into()),
        state: None,
        tags: None,
        last_modified_time: time,
        last_modified_region: region(),
    };
    Contents {
        security_profiles: SecurityProfile::BUILT_IN
            .into_iter()
            .zip(SECURITY_PROFILES)
            .map(|(name, (description, permissions))| SecurityProfile {
                id: new_id(),
                instance_id: instance_id(),
                name: name.to_owned(),
                description: Some(description.to_owned()),
                permissions: permissions.lines().map(str::to_owned).collect(),
                tags: None,
                allowed_access_control_tags: None,
                tag_restricted_resources: None,
                hierarchy_restricted_resources: None,
                allowed_access_control_hierarchy_group_id: None,
                applications: None,
                allowed_flow_modules: None,
                allowed_ai_agents: None,
                granular_access_control_configuration: None,
                last_modified_time: time,
                last_modified_region: region(),
            })
            .collect(),
        routing_profile: routing_profile(instance, new_id(), &queue.id, time),
        agent_statuses: AGENT_STATUSES
            .map(|status| agent_status(status, new_id()))
            .to_vec(),
        hierarchy_structure: HierarchyStructure {
            instance_id: instance_id(),
            levels: Vec::new(),
            level_details: Vec::new(),
            last_modified_time: time,
            last_modified_region: region(),
        },
        queue,
        hours_of_operation,
    }
}

const fn whole_day(day: HoursOfOperationDays) -> DayHours {
    DayHours {
        day,
        start_minute: 0,
        end_minute: 0,
    }
}

fn routing_profile(instance: &Instance, id: Id, queue: &Id, time: Timestamp) -> RoutingProfile {
    let channels = [(Channel::Voice, 1), (Channel::Chat, 2), (Channel::Task, 1)];
    let concurrency = |(channel, concurrency)| MediaConcurrency {
        channel,
        concurrency: Concurrency(concurrency),
        cross_channel_behavior: Some(CrossChannelBehavior {
            behavior_type: BehaviorType::RouteCurrentChannelOnly,
        }),
    };
    let queue_config = |(channel, _)| QueueConfig {
        queue_id: queue.clone(),
        channel,
        priority: 1,
        delay: 0,
    };
    RoutingProfile {
        id,
        instance_id: instance.id.clone(),
        name: "Basic Routing Profile".to_owned(),
        description: "A simple routing profile.".to_owned(),
        media_concurrencies: MediaConcurrencies(channels.map(concurrency).to_vec()),
        default_outbound_queue_id: queue.clone(),
        queue_configs: channels.map(queue_config).to_vec(),
        manual_assignment_queue_configs: Vec::new(),
        agent_availability_timer: AgentAvailabilityTimer::TimeSinceLastActivity,
        is_default: true,
        tags: None,
        last_modified_time: time,
        last_modified_region: instance.account_region.region.clone(),
    }
}
