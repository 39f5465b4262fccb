//! ListEvaluationForms.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult100, NextToken};

/// Lists the evaluation forms of an instance: how the work of agents is judged.
#[operation(
    http = "GET /evaluation-forms/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [InvalidParameter, ResourceNotFound, Throttling, InternalService],
    pages = "EvaluationFormSummaryList",
)]
pub struct ListEvaluationForms;

/// The input of `ListEvaluationForms`.
#[shape]
pub struct ListEvaluationFormsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// How many evaluation forms a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
}

/// The output of `ListEvaluationForms`.
#[shape]
pub struct ListEvaluationFormsResponse {
    /// Always empty: there are no evaluation forms.
    pub evaluation_form_summary_list: EmptyList,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
