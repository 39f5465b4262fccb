//! Users of IAM.

mod create_user;
mod get_user;
mod put_user_policy;

pub use create_user::*;
pub use get_user::*;
pub use put_user_policy::*;
