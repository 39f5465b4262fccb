//! RenewRecoveryCodes.

use roster_model_derive::{operation, shape};

use crate::shapes::{RecoveryCodeTexts, SecondFactorCode};

/// Gives the caller new recovery codes. The old ones work no more.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct RenewRecoveryCodes;

/// The input of `RenewRecoveryCodes`.
#[shape]
pub struct RenewRecoveryCodesRequest {
    /// A code of the authenticator app.
    pub code: SecondFactorCode,
}

/// The output of `RenewRecoveryCodes`.
#[shape]
pub struct RenewRecoveryCodesResponse {
    /// The recovery codes. No other operation returns them.
    pub recovery_codes: RecoveryCodeTexts,
}
