//! Where contacts wait.

mod create_queue;
mod delete_queue;
mod describe_queue;
mod list_queues;
mod search_queues;
mod update_queue_hours_of_operation;
mod update_queue_max_contacts;
mod update_queue_name;
mod update_queue_outbound_caller_config;
mod update_queue_status;
