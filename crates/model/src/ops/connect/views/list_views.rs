//! ListViews.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::{EmptyList, InstanceId};

/// Lists the views of an instance: pages of step-by-step guides.
#[operation(
    http = "GET /views/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [
        AccessDenied, InvalidRequest, InvalidParameter, ResourceNotFound, InternalService, TooManyRequests,
    ],
    pages = "ViewsSummaryList",
)]
pub struct ListViews;

/// The input of `ListViews`.
#[shape]
pub struct ListViewsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The type of view; all by default.
    #[shape(query = "type")]
    pub type_: Option<ViewType>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<ViewsNextToken>,
    /// How many views a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResults>,
}

/// A type of view.
#[shape]
pub enum ViewType {
    /// One that the customer has made.
    CustomerManaged,
    /// One that AWS has made.
    AwsManaged,
}

/// Where a page of views starts.
#[shape(length(1, 4096), pattern = patterns::VIEWS_TOKEN)]
pub struct ViewsNextToken(pub String);

/// How many results a page may hold, up to 100.
#[shape(range(1, 100))]
pub struct MaxResults(pub i32);

/// The output of `ListViews`.
#[shape]
pub struct ListViewsResponse {
    /// Always empty: there are no views.
    pub views_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<ViewsNextToken>,
}
