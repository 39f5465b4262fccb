//! DeleteInstance.

use roster_model_derive::{operation, shape};

use crate::shapes::{ClientToken, InstanceId};

/// Deletes an instance and everything in it, for good.
#[operation(
    http = "DELETE /instance/{InstanceId}",
    effect = Write,
    resources = "instance*",
    exceptions = [ResourceNotFound, InternalService, InvalidRequest],
    no_output,
)]
pub struct DeleteInstance;

/// The input of `DeleteInstance`.
#[shape]
pub struct DeleteInstanceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Makes a retry recognisable.
    #[shape(query = "clientToken", idempotency_token)]
    pub client_token: Option<ClientToken>,
}
