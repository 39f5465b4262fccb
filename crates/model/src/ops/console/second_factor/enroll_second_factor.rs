//! EnrollSecondFactor.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, RecoveryCodeTexts, SecondFactorCode, SecretTokenText};

/// Confirms a new second factor by its first code, and begins a session of the user.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct EnrollSecondFactor;

/// The input of `EnrollSecondFactor`.
#[shape]
pub struct EnrollSecondFactorRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the sign-in.
    pub sign_in_token: SecretTokenText,
    /// A code of the authenticator app.
    pub code: SecondFactorCode,
    /// The session that the browser has already, which ends.
    pub old_session_token: Option<SecretTokenText>,
}

/// The output of `EnrollSecondFactor`.
#[shape]
pub struct EnrollSecondFactorResponse {
    /// What the browser shows from now on.
    pub session_token: SecretTokenText,
    /// The recovery codes. No other operation returns them.
    pub recovery_codes: RecoveryCodeTexts,
}
