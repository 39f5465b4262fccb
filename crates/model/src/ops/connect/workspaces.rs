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

pub use associate_workspace::*;
pub use create_workspace::*;
pub use delete_workspace::*;
pub use describe_workspace::*;
pub use disassociate_workspace::*;
pub use list_workspaces::*;
pub use search_workspaces::*;
pub use update_workspace_metadata::*;
pub use update_workspace_theme::*;
pub use update_workspace_visibility::*;
