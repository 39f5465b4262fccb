//! ListContactFlowModules.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult1000, NextToken};

/// Lists the flow modules of an instance: parts that flows share.
#[operation(
    http = "GET /contact-flow-modules-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [
        AccessDenied, InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
    ],
    pages = "ContactFlowModulesSummaryList",
)]
pub struct ListContactFlowModules;

/// The input of `ListContactFlowModules`.
#[shape]
pub struct ListContactFlowModulesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many flow modules a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
    /// Whether modules are in use; all by default.
    #[shape(query = "state")]
    pub contact_flow_module_state: Option<ContactFlowModuleState>,
}

/// Whether a flow module is in use.
#[shape]
pub enum ContactFlowModuleState {
    /// It is in use.
    Active,
    /// It is put aside.
    Archived,
}

/// The output of `ListContactFlowModules`.
#[shape]
pub struct ListContactFlowModulesResponse {
    /// Always empty: there are no flow modules.
    pub contact_flow_modules_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
