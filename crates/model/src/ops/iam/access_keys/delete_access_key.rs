//! DeleteAccessKey.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{AccessKeyIdType, ExistingUserNameType};

/// Deletes an access key.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, QuotaExceeded, ServiceFailure],
    no_output,
)]
pub struct DeleteAccessKey;

/// The input of `DeleteAccessKey`.
#[shape]
pub struct DeleteAccessKeyRequest {
    /// The user; the caller by default.
    pub user_name: Option<ExistingUserNameType>,
    /// The key.
    pub access_key_id: AccessKeyIdType,
}
