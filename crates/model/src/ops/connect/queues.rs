//! Where contacts wait.

mod associate_queue_quick_connects;
mod create_queue;
mod delete_queue;
mod describe_queue;
mod disassociate_queue_quick_connects;
mod list_queue_email_addresses;
mod list_queue_quick_connects;
mod list_queues;
mod search_queues;
mod update_queue_hours_of_operation;
mod update_queue_max_contacts;
mod update_queue_name;
mod update_queue_outbound_caller_config;
mod update_queue_outbound_email_config;
mod update_queue_status;

pub use associate_queue_quick_connects::*;
pub use create_queue::*;
pub use delete_queue::*;
pub use describe_queue::*;
pub use disassociate_queue_quick_connects::*;
pub use list_queue_email_addresses::*;
pub use list_queue_quick_connects::*;
pub use list_queues::*;
pub use search_queues::*;
pub use update_queue_hours_of_operation::*;
pub use update_queue_max_contacts::*;
pub use update_queue_name::*;
pub use update_queue_outbound_caller_config::*;
pub use update_queue_outbound_email_config::*;
pub use update_queue_status::*;
