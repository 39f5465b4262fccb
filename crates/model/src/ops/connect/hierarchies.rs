//! The hierarchy that users have places in: levels, and groups at these.

mod create_user_hierarchy_group;
mod delete_user_hierarchy_group;
mod describe_user_hierarchy_group;
mod describe_user_hierarchy_structure;
mod list_user_hierarchy_groups;
mod search_user_hierarchy_groups;
mod update_user_hierarchy_group_name;
mod update_user_hierarchy_structure;

pub use create_user_hierarchy_group::*;
pub use delete_user_hierarchy_group::*;
pub use describe_user_hierarchy_group::*;
pub use describe_user_hierarchy_structure::*;
pub use list_user_hierarchy_groups::*;
pub use search_user_hierarchy_groups::*;
pub use update_user_hierarchy_group_name::*;
pub use update_user_hierarchy_structure::*;
