//! OpenSecondFactor.

use roster_model_derive::{operation, shape};

use crate::shapes::{AgentUsername, InstanceId, SecretTokenText, TotpSecretText};

/// Shows what a sign-in waits for: a code of the user's second factor, or the first code of a new one, whose secret it shows.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct OpenSecondFactor;

/// The input of `OpenSecondFactor`.
#[shape]
pub struct OpenSecondFactorRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the sign-in.
    pub sign_in_token: SecretTokenText,
}

/// The output of `OpenSecondFactor`.
#[shape]
pub struct OpenSecondFactorResponse {
    /// The name of the user.
    pub username: AgentUsername,
    /// The secret, if the user is to enroll.
    pub secret: Option<TotpSecretText>,
}
