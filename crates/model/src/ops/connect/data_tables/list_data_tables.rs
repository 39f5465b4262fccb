//! ListDataTables.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult1000, NextToken};

/// Lists the data tables of an instance: values that flows look up.
#[operation(
    http = "GET /data-tables/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [
        InvalidRequest, ResourceNotFound, InternalService, Throttling, AccessDenied, InvalidParameter,
    ],
    pages = "DataTableSummaryList",
)]
pub struct ListDataTables;

/// The input of `ListDataTables`.
#[shape]
pub struct ListDataTablesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many data tables a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListDataTables`.
#[shape]
pub struct ListDataTablesResponse {
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// Always empty: there are no data tables.
    pub data_table_summary_list: EmptyList,
}
