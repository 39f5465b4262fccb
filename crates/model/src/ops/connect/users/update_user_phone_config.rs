//! UpdateUserPhoneConfig.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, UserId, UserPhoneConfig};

/// Replaces the telephone settings of a user. Settings that the request leaves out are off, or 0.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/phone-config",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct UpdateUserPhoneConfig;

/// The input of `UpdateUserPhoneConfig`.
#[shape]
pub struct UpdateUserPhoneConfigRequest {
    /// The new settings.
    pub phone_config: UserPhoneConfig,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
