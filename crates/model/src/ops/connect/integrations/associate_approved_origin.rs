//! AssociateApprovedOrigin.

use roster_model_derive::{operation, shape};

use crate::shapes::{ClientToken, InstanceId};

/// Approves a web origin: its pages may embed what agents work with. Roster keeps that, and serves nothing that could be embedded.
#[operation(
    http = "PUT /instance/{InstanceId}/approved-origin",
    effect = Write,
    resources = "instance*",
    exceptions = [
        ResourceNotFound, ResourceConflict, InternalService, InvalidRequest, InvalidParameter,
        ServiceQuotaExceeded, Throttling,
    ],
    no_output,
)]
pub struct AssociateApprovedOrigin;

/// The input of `AssociateApprovedOrigin`.
#[shape]
pub struct AssociateApprovedOriginRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The origin.
    pub origin: Origin,
    /// Ignored: a repeated request is refused, because nothing is left to do.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}

/// A web origin, such as `https://www.example.com`.
#[shape(length(_, 267))]
pub struct Origin(pub String);
