//! SearchDataTables.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ControlPlaneAttributeFilter, EmptyList, InstanceId, MaxResult1000, NextToken, StringCondition,
};

/// Searches the data tables of an instance: values that flows look up.
#[operation(
    http = "POST /search-data-tables",
    effect = Read,
    resources = "instance*",
    pages = "DataTables",
)]
pub struct SearchDataTables;

/// The input of `SearchDataTables`.
#[shape]
pub struct SearchDataTablesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken>,
    /// How many data tables a page may hold.
    pub max_results: Option<MaxResult1000>,
    /// What data tables must have, beside meeting the criteria.
    pub search_filter: Option<DataTableSearchFilter>,
    /// What is searched for; all data tables by default.
    pub search_criteria: Option<DataTableSearchCriteria>,
}

/// What data tables must have.
#[shape]
pub struct DataTableSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct DataTableSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<DataTableSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<DataTableSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct DataTableSearchConditionList(pub Vec<DataTableSearchCriteria>);

/// The output of `SearchDataTables`.
#[shape]
pub struct SearchDataTablesResponse {
    /// Always empty: there are no data tables.
    pub data_tables: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// How many data tables meet the criteria: none.
    pub approximate_total_count: Option<i64>,
}
