//! ListUseCases.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult100, NextToken};

/// Lists the use cases of an integration.
#[operation(
    http = "GET /instance/{InstanceId}/integration-associations/{IntegrationAssociationId}/use-cases",
    effect = Read,
    resources = "instance*",
    exceptions = [ResourceNotFound, InternalService, InvalidRequest, Throttling],
    pages = "UseCaseSummaryList",
    finds_nothing,
)]
pub struct ListUseCases;

/// The input of `ListUseCases`.
#[shape]
pub struct ListUseCasesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The integration.
    #[shape(label)]
    pub integration_association_id: IntegrationAssociationId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many use cases a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The id of an integration.
#[shape(length(1, 200))]
pub struct IntegrationAssociationId(pub String);

/// The output of `ListUseCases`.
#[shape]
pub struct ListUseCasesResponse {
    /// Always empty: there are no integrations.
    pub use_case_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
