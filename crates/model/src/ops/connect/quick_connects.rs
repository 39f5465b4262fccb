//! What agents transfer contacts to.

mod create_quick_connect;
mod delete_quick_connect;
mod describe_quick_connect;
mod list_quick_connects;
mod search_quick_connects;
mod update_quick_connect_config;
mod update_quick_connect_name;

pub use create_quick_connect::*;
pub use delete_quick_connect::*;
pub use describe_quick_connect::*;
pub use list_quick_connects::*;
pub use search_quick_connects::*;
pub use update_quick_connect_config::*;
pub use update_quick_connect_name::*;
