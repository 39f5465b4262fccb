//! UndoEmailChange.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecretTokenText};

/// Undoes the change of a primary address, by the link of the mail to the old address. All sessions of the user end, and the
/// password cannot be reset during a cool-off.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService], no_output)]
pub struct UndoEmailChange;

/// The input of `UndoEmailChange`.
#[shape]
pub struct UndoEmailChangeRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the link.
    pub token: SecretTokenText,
}
