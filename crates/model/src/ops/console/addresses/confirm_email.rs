//! ConfirmEmail.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecretTokenText};

/// Confirms that mail to a new primary address arrives, by the link of that mail.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct ConfirmEmail;

/// The input of `ConfirmEmail`.
#[shape]
pub struct ConfirmEmailRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the link.
    pub token: SecretTokenText,
}

/// The output of `ConfirmEmail`.
#[shape]
pub struct ConfirmEmailResponse {
    /// Whether the address is in force. Otherwise the change waits for an approval.
    pub is_in_force: bool,
}
