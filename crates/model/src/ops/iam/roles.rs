//! Roles.

mod attach_role_policy;
mod create_role;
mod delete_role;
mod delete_role_permissions_boundary;
mod delete_role_policy;
mod detach_role_policy;
mod get_role;
mod get_role_policy;
mod list_attached_role_policies;
mod list_role_policies;
mod list_roles;
mod put_role_permissions_boundary;
mod put_role_policy;

pub use attach_role_policy::*;
pub use create_role::*;
pub use delete_role::*;
pub use delete_role_permissions_boundary::*;
pub use delete_role_policy::*;
pub use detach_role_policy::*;
pub use get_role::*;
pub use get_role_policy::*;
pub use list_attached_role_policies::*;
pub use list_role_policies::*;
pub use list_roles::*;
pub use put_role_permissions_boundary::*;
pub use put_role_policy::*;
