//! Users of IAM.

mod attach_user_policy;
mod create_user;
mod delete_user;
mod delete_user_permissions_boundary;
mod delete_user_policy;
mod detach_user_policy;
mod get_user;
mod get_user_policy;
mod list_attached_user_policies;
mod list_user_policies;
mod list_users;
mod put_user_permissions_boundary;
mod put_user_policy;

pub use attach_user_policy::*;
pub use create_user::*;
pub use delete_user::*;
pub use delete_user_permissions_boundary::*;
pub use delete_user_policy::*;
pub use detach_user_policy::*;
pub use get_user::*;
pub use get_user_policy::*;
pub use list_attached_user_policies::*;
pub use list_user_policies::*;
pub use list_users::*;
pub use put_user_permissions_boundary::*;
pub use put_user_policy::*;
