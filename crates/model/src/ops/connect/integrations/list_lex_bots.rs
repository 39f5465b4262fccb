//! ListLexBots.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult25, NextToken};

/// Lists the bots of Amazon Lex V1 that an instance uses.
#[operation(
    http = "GET /instance/{InstanceId}/lex-bots",
    effect = Read,
    resources = "instance*",
    pages = "LexBots",
)]
pub struct ListLexBots;

/// The input of `ListLexBots`.
#[shape]
pub struct ListLexBotsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many bots a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult25>,
}

/// The output of `ListLexBots`.
#[shape]
pub struct ListLexBotsResponse {
    /// Always empty: there are no bots.
    pub lex_bots: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
