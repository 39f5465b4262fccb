//! GetCallerIdentity.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::ArnType;

/// Shows the caller's identity. It needs no permission.
#[operation(service = Sts, effect = Read, resources = "", exceptions = [])]
pub struct GetCallerIdentity;

/// The input of `GetCallerIdentity`.
#[shape]
pub struct GetCallerIdentityRequest {}

/// The output of `GetCallerIdentity`.
#[shape]
pub struct GetCallerIdentityResponse {
    /// The unique id of the principal: what policies call aws:userid.
    pub user_id: Option<String>,
    /// The account of the principal.
    pub account: Option<String>,
    /// The ARN of the principal.
    pub arn: Option<ArnType>,
}
