//! ListHoursOfOperationOverrides.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    EmptyList, HoursOfOperationId, InstanceId, MaxResult100, NextToken, RegionName, Timestamp,
};

/// Lists the overrides of hours of operation: days on which other hours apply.
#[operation(
    http = "GET /hours-of-operations/{InstanceId}/{HoursOfOperationId}/overrides",
    effect = Read,
    resources = "hours-of-operation* instance*",
    pages = "HoursOfOperationOverrideList",
)]
pub struct ListHoursOfOperationOverrides;

/// The input of `ListHoursOfOperationOverrides`.
#[shape]
pub struct ListHoursOfOperationOverridesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The hours.
    #[shape(label)]
    pub hours_of_operation_id: HoursOfOperationId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many overrides a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListHoursOfOperationOverrides`.
#[shape]
pub struct ListHoursOfOperationOverridesResponse {
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// Always empty: there are no overrides.
    pub hours_of_operation_override_list: Option<EmptyList>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// When the hours last changed.
    pub last_modified_time: Option<Timestamp>,
}
