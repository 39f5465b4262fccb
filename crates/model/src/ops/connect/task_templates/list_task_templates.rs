//! ListTaskTemplates.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult100, NextToken};

/// Lists the task templates of an instance: what forms of tasks ask for.
#[operation(
    http = "GET /instance/{InstanceId}/task/template",
    effect = Read,
    resources = "instance*",
    pages = "TaskTemplates",
)]
pub struct ListTaskTemplates;

/// The input of `ListTaskTemplates`.
#[shape]
pub struct ListTaskTemplatesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many task templates a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
    /// Whether templates are in use; all by default.
    #[shape(query = "status")]
    pub status: Option<TaskTemplateStatus>,
    /// The name of the template.
    #[shape(query = "name")]
    pub name: Option<TaskTemplateName>,
}

/// Whether a task template is in use.
#[shape]
pub enum TaskTemplateStatus {
    /// It is in use.
    Active,
    /// It is not in use.
    Inactive,
}

/// The name of a task template.
#[shape(length(1, 100))]
pub struct TaskTemplateName(pub String);

/// The output of `ListTaskTemplates`.
#[shape]
pub struct ListTaskTemplatesResponse {
    /// Always empty: there are no task templates.
    pub task_templates: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
