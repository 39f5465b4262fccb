//! The hierarchy that users have places in.

mod create_user_hierarchy_group;
mod delete_user_hierarchy_group;
mod describe_user_hierarchy_group;
mod describe_user_hierarchy_structure;
mod list_user_hierarchy_groups;
mod search_user_hierarchy_groups;
mod update_user_hierarchy_group_name;
mod update_user_hierarchy_structure;
