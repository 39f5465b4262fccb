//! What agents can say of themselves.

mod create_agent_status;
mod describe_agent_status;
mod list_agent_statuses;
mod search_agent_statuses;
mod update_agent_status;

pub use create_agent_status::*;
pub use describe_agent_status::*;
pub use list_agent_statuses::*;
pub use search_agent_statuses::*;
pub use update_agent_status::*;
