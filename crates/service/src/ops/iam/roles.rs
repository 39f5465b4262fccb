//! Roles.

mod create_role;
mod get_role;
mod list_roles;
