//! DisassociateApprovedOrigin.

use roster_model_derive::{operation, shape};

use super::Origin;
use crate::shapes::{ClientToken, InstanceId};

/// Approves a web origin no more.
#[operation(
    http = "DELETE /instance/{InstanceId}/approved-origin",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct DisassociateApprovedOrigin;

/// The input of `DisassociateApprovedOrigin`.
#[shape]
pub struct DisassociateApprovedOriginRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The origin.
    #[shape(query = "origin")]
    pub origin: Origin,
    /// Ignored: a repeated request is refused, because nothing is left to do.
    #[shape(query = "clientToken", idempotency_token)]
    pub client_token: Option<ClientToken>,
}
