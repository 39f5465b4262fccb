//! ListBots.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult25, NextToken};

/// Lists the bots of Amazon Lex, of one version, that an instance uses.
#[operation(
    http = "GET /instance/{InstanceId}/bots",
    effect = Read,
    resources = "instance*",
    exceptions = [ResourceNotFound, InternalService, InvalidRequest, Throttling],
    pages = "LexBots",
)]
pub struct ListBots;

/// The input of `ListBots`.
#[shape]
pub struct ListBotsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many bots a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult25>,
    /// The version of Amazon Lex.
    #[shape(query = "lexVersion")]
    pub lex_version: LexVersion,
}

/// A version of Amazon Lex.
#[shape]
pub enum LexVersion {
    /// Amazon Lex V1.
    V1,
    /// Amazon Lex V2.
    V2,
}

/// The output of `ListBots`.
#[shape]
pub struct ListBotsResponse {
    /// Always empty: there are no bots.
    pub lex_bots: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
