//! CancelEmailChange.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecretTokenText};

/// Drops the change of a primary address that waits, by the link of the mail to the address in force.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService], no_output)]
pub struct CancelEmailChange;

/// The input of `CancelEmailChange`.
#[shape]
pub struct CancelEmailChangeRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the link.
    pub token: SecretTokenText,
}
