//! CreateAccessKey.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{AccessKey, ExistingUserNameType};

/// Makes an access key for a user. Its secret is shown here and never again.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, QuotaExceeded, ServiceFailure],
)]
pub struct CreateAccessKey;

/// The input of `CreateAccessKey`.
#[shape]
pub struct CreateAccessKeyRequest {
    /// The user; the caller by default.
    pub user_name: Option<ExistingUserNameType>,
}

/// The output of `CreateAccessKey`.
#[shape]
pub struct CreateAccessKeyResponse {
    /// The new key.
    pub access_key: AccessKey,
}
