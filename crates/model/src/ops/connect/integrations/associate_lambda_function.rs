//! AssociateLambdaFunction.

use roster_model_derive::{operation, shape};

use crate::shapes::{ClientToken, InstanceId};

/// Lets the flows of an instance call a function of Lambda. Roster keeps that, and calls no function.
#[operation(
    http = "PUT /instance/{InstanceId}/lambda-function",
    effect = Write,
    resources = "instance*",
    exceptions = [
        ResourceNotFound, ResourceConflict, InternalService, InvalidRequest, InvalidParameter,
        ServiceQuotaExceeded, Throttling,
    ],
    no_output,
)]
pub struct AssociateLambdaFunction;

/// The input of `AssociateLambdaFunction`.
#[shape]
pub struct AssociateLambdaFunctionRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The function.
    pub function_arn: FunctionArn,
    /// Ignored: a repeated request is refused, because nothing is left to do.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}

/// The ARN of a function of Lambda.
#[shape(length(1, 140))]
pub struct FunctionArn(pub String);
