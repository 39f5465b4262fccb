//! DisassociateLambdaFunction.

use roster_model_derive::{operation, shape};

use super::FunctionArn;
use crate::shapes::{ClientToken, InstanceId};

/// Lets the flows of an instance call a function of Lambda no more.
#[operation(
    http = "DELETE /instance/{InstanceId}/lambda-function",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct DisassociateLambdaFunction;

/// The input of `DisassociateLambdaFunction`.
#[shape]
pub struct DisassociateLambdaFunctionRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The function.
    #[shape(query = "functionArn")]
    pub function_arn: FunctionArn,
    /// Ignored: a repeated request is refused, because nothing is left to do.
    #[shape(query = "clientToken", idempotency_token)]
    pub client_token: Option<ClientToken>,
}
