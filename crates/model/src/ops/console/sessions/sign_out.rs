//! SignOut.

use roster_model_derive::{operation, shape};

/// Ends the caller's session.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService], no_output)]
pub struct SignOut;

/// The input of `SignOut`.
#[shape]
pub struct SignOutRequest {}
