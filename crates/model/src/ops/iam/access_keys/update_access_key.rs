//! UpdateAccessKey.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{AccessKeyIdType, ExistingUserNameType, StatusType};

/// Says whether an access key may be used.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, QuotaExceeded, ServiceFailure, InvalidInput],
    no_output,
)]
pub struct UpdateAccessKey;

/// The input of `UpdateAccessKey`.
#[shape]
pub struct UpdateAccessKeyRequest {
    /// The user; the caller by default.
    pub user_name: Option<ExistingUserNameType>,
    /// The key.
    pub access_key_id: AccessKeyIdType,
    /// Whether it may be used.
    pub status: StatusType,
}
