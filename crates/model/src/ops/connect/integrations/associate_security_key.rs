//! AssociateSecurityKey.

use roster_model_derive::{operation, shape};

use crate::shapes::{AssociationId, ClientToken, InstanceId};

/// Adds a security key to an instance: a public key, with which flows encrypt what customers enter.
#[operation(
    http = "PUT /instance/{InstanceId}/security-key",
    effect = Write,
    resources = "instance*",
    exceptions = [
        ResourceNotFound, ResourceConflict, InternalService, InvalidRequest, InvalidParameter,
        ServiceQuotaExceeded, Throttling,
    ],
)]
pub struct AssociateSecurityKey;

/// The input of `AssociateSecurityKey`.
#[shape]
pub struct AssociateSecurityKeyRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The key.
    pub key: PEM,
    /// Ignored: a repeated request is refused, because nothing is left to do.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}

/// A public key in PEM.
#[shape(length(1, 1024))]
#[allow(clippy::upper_case_acronyms, reason = "AWS's name")]
pub struct PEM(pub String);

/// The output of `AssociateSecurityKey`.
#[shape]
pub struct AssociateSecurityKeyResponse {
    /// The association.
    pub association_id: Option<AssociationId>,
}
