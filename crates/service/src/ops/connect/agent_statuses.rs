//! What agents can say of themselves.

mod create_agent_status;
mod describe_agent_status;
mod list_agent_statuses;
mod search_agent_statuses;
mod update_agent_status;
