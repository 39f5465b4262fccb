//! UpdateUserConfig.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    AfterContactWorkConfigs, AutoAcceptConfigs, InstanceId, PersistentConnectionConfigs, PhoneNumberConfigs,
    UserId, VoiceEnhancementConfigs,
};

/// Replaces settings of a user channel by channel. Lists that the request leaves out stay as they are.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/config",
    effect = Write,
    resources = "user*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
        ConditionalOperationFailed,
    ],
    no_output,
)]
pub struct UpdateUserConfig;

/// The input of `UpdateUserConfig`.
#[shape]
pub struct UpdateUserConfigRequest {
    /// Automatic acceptance, channel by channel.
    pub auto_accept_configs: Option<AutoAcceptConfigs>,
    /// The time for work after a contact, channel by channel.
    pub after_contact_work_configs: Option<AfterContactWorkConfigs>,
    /// Telephones, channel by channel.
    pub phone_number_configs: Option<PhoneNumberConfigs>,
    /// Persistent connections, channel by channel.
    pub persistent_connection_configs: Option<PersistentConnectionConfigs>,
    /// Voice enhancement, channel by channel.
    pub voice_enhancement_configs: Option<VoiceEnhancementConfigs>,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
