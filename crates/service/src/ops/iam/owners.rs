//! The operations that users and roles have in common.

mod attach_policy;
mod delete;
mod delete_permissions_boundary;
mod delete_policy;
mod detach_policy;
mod get_policy;
mod list_attached_policies;
mod list_policies;
mod put_permissions_boundary;
mod put_policy;
