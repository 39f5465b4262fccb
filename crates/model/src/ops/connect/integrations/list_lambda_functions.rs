//! ListLambdaFunctions.

use roster_model_derive::{operation, shape};

use super::FunctionArn;
use crate::shapes::{InstanceId, MaxResult25, NextToken};

/// Lists the functions of Lambda that the flows of an instance may call.
#[operation(
    http = "GET /instance/{InstanceId}/lambda-functions",
    effect = Read,
    resources = "instance*",
    pages = "LambdaFunctions",
)]
pub struct ListLambdaFunctions;

/// The input of `ListLambdaFunctions`.
#[shape]
pub struct ListLambdaFunctionsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many functions a page may hold; 25 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult25>,
}

/// The output of `ListLambdaFunctions`.
#[shape]
pub struct ListLambdaFunctionsResponse {
    /// The functions of this page, by their ARNs.
    pub lambda_functions: Option<FunctionArnsList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Functions of Lambda, by their ARNs.
#[shape]
pub struct FunctionArnsList(pub Vec<FunctionArn>);
