//! Managed policies.

mod create_policy;
mod delete_policy;
mod get_policy;
mod list_policies;

pub use create_policy::*;
pub use delete_policy::*;
pub use get_policy::*;
pub use list_policies::*;
