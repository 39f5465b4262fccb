//! FinishSignIn.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecondFactorCode, SecretTokenText};

/// Begins a session of a user who has shown the password, by a code of the second factor or a recovery code.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct FinishSignIn;

/// The input of `FinishSignIn`.
#[shape]
pub struct FinishSignInRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the sign-in.
    pub sign_in_token: SecretTokenText,
    /// A code of the authenticator app, or a recovery code.
    pub code: SecondFactorCode,
    /// The session that the browser has already, which ends.
    pub old_session_token: Option<SecretTokenText>,
}

/// The output of `FinishSignIn`.
#[shape]
pub struct FinishSignInResponse {
    /// What the browser shows from now on.
    pub session_token: SecretTokenText,
}
