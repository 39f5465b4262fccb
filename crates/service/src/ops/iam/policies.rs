//! Managed policies.

mod create_policy;
mod delete_policy;
mod get_policy;
mod list_policies;
