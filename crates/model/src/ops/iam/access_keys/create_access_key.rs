//! CreateAccessKey.

use roster_model_derive::{operation, shape};

use crate::shapes::Timestamp;
use crate::shapes::iam::{
    AccessKeyIdType, AccessKeySecretType, ExistingUserNameType, StatusType, UserNameType,
};

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
    /// The user; the caller unless told.
    pub user_name: Option<ExistingUserNameType>,
}

/// The output of `CreateAccessKey`.
#[shape]
pub struct CreateAccessKeyResponse {
    /// The new key.
    pub access_key: AccessKey,
}

/// An access key with its secret.
#[shape]
pub struct AccessKey {
    /// The user.
    pub user_name: UserNameType,
    /// The key's id.
    pub access_key_id: AccessKeyIdType,
    /// Whether it may be used.
    pub status: StatusType,
    /// The secret.
    pub secret_access_key: AccessKeySecretType,
    /// When it was made.
    pub create_date: Option<Timestamp>,
}
