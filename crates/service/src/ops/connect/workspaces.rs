//! Which pages users see, and how they look.

mod associate_workspace;
mod create_workspace;
mod delete_workspace;
mod describe_workspace;
mod disassociate_workspace;
mod list_workspaces;
mod search_workspaces;
mod update_workspace_metadata;
mod update_workspace_theme;
mod update_workspace_visibility;
