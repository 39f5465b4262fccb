//! Which workspaces users and routing profiles have.

mod search_workspace_associations;
