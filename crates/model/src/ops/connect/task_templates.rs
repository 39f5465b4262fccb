//! What forms of tasks ask for.

mod list_task_templates;

pub use list_task_templates::*;
