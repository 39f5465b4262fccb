//! ListHoursOfOperations.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, HoursOfOperationId, InstanceId, MaxResult1000, NextToken, RegionName, Timestamp};

/// Lists the hours of operation of an instance, by name.
#[operation(
    http = "GET /hours-of-operations-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "HoursOfOperationSummaryList",
)]
pub struct ListHoursOfOperations;

/// The input of `ListHoursOfOperations`.
#[shape]
pub struct ListHoursOfOperationsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many hours of operation a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListHoursOfOperations`.
#[shape]
pub struct ListHoursOfOperationsResponse {
    /// The hours of operation of this page.
    pub hours_of_operation_summary_list: Option<HoursOfOperationSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Hours of operation in brief.
#[shape]
pub struct HoursOfOperationSummaryList(pub Vec<HoursOfOperationSummary>);

/// Hours of operation in brief.
#[shape]
pub struct HoursOfOperationSummary {
    /// Their id.
    pub id: Option<HoursOfOperationId>,
    /// Their ARN.
    pub arn: Option<ARN>,
    /// Their name.
    pub name: Option<HoursOfOperationName>,
    /// When they last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// The name of hours of operation.
#[shape]
pub struct HoursOfOperationName(pub String);
