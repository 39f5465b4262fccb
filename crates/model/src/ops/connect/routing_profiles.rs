//! What a user is given to do.

mod associate_routing_profile_queues;
mod create_routing_profile;
mod delete_routing_profile;
mod describe_routing_profile;
mod disassociate_routing_profile_queues;
mod list_routing_profile_manual_assignment_queues;
mod list_routing_profile_queues;
mod list_routing_profiles;
mod search_routing_profiles;
mod update_routing_profile_agent_availability_timer;
mod update_routing_profile_concurrency;
mod update_routing_profile_default_outbound_queue;
mod update_routing_profile_name;
mod update_routing_profile_queues;

pub use associate_routing_profile_queues::*;
pub use create_routing_profile::*;
pub use delete_routing_profile::*;
pub use describe_routing_profile::*;
pub use disassociate_routing_profile_queues::*;
pub use list_routing_profile_manual_assignment_queues::*;
pub use list_routing_profile_queues::*;
pub use list_routing_profiles::*;
pub use search_routing_profiles::*;
pub use update_routing_profile_agent_availability_timer::*;
pub use update_routing_profile_concurrency::*;
pub use update_routing_profile_default_outbound_queue::*;
pub use update_routing_profile_name::*;
pub use update_routing_profile_queues::*;
