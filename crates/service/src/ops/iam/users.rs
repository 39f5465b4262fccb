//! Users of IAM.

mod create_user;
mod get_user;
mod list_users;
