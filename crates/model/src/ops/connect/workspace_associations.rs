//! Which workspaces users and routing profiles have.

mod search_workspace_associations;

pub use search_workspace_associations::*;
