//! DisassociateSecurityKey.

use roster_model_derive::{operation, shape};

use crate::shapes::{AssociationId, ClientToken, InstanceId};

/// Takes a security key from an instance.
#[operation(
    http = "DELETE /instance/{InstanceId}/security-key/{AssociationId}",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct DisassociateSecurityKey;

/// The input of `DisassociateSecurityKey`.
#[shape]
pub struct DisassociateSecurityKeyRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The association.
    #[shape(label)]
    pub association_id: AssociationId,
    /// Ignored: a repeated request is refused, because nothing is left to do.
    #[shape(query = "clientToken", idempotency_token)]
    pub client_token: Option<ClientToken>,
}
