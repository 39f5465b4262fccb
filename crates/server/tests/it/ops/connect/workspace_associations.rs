//! Workspace associations.

mod search_workspace_associations;
