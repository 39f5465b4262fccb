//! How a user takes calls, and the settings per channel.

use roster_model_derive::shape;

use super::Channel;
use crate::patterns;

/// What kind of telephone a user has.
#[shape(stored)]
pub enum PhoneType {
    /// The browser.
    SoftPhone,
    /// A telephone with a number.
    DeskPhone,
}

/// Seconds for work after a contact; 0 means no limit. Source of the most: the API reference on `UserPhoneConfig`.
#[shape(range(0, 2_000_000), stored)]
pub struct AfterContactWorkTimeLimit(pub i32);

/// A telephone number that is personal data.
#[shape(sensitive, pattern = patterns::PHONE_NUMBER, stored)]
pub struct SensitivePhoneNumber(pub String);

/// How a user takes voice calls.
#[shape(stored)]
#[derive(Default)]
pub struct UserPhoneConfig {
    /// The kind of telephone.
    pub phone_type: Option<PhoneType>,
    /// Whether contacts are accepted by themselves.
    pub auto_accept: Option<bool>,
    /// The time for work after a contact, in seconds.
    pub after_contact_work_time_limit: Option<AfterContactWorkTimeLimit>,
    /// The number of the desk telephone.
    pub desk_phone_number: Option<SensitivePhoneNumber>,
    /// Whether the connection stays open between calls.
    pub persistent_connection: Option<bool>,
}

/// Whether contacts of a channel are accepted by themselves.
#[shape(stored)]
pub struct AutoAcceptConfig {
    /// The channel.
    pub channel: Channel,
    /// Whether contacts are accepted by themselves.
    pub auto_accept: bool,
    /// The same for callbacks that ring the agent first; voice only.
    pub agent_first_callback_auto_accept: Option<bool>,
}

/// Automatic acceptance, channel by channel.
#[shape(stored)]
pub struct AutoAcceptConfigs(pub Vec<AutoAcceptConfig>);

/// The time for work after a contact.
#[shape(stored)]
pub struct AfterContactWorkConfig {
    /// In seconds.
    pub after_contact_work_time_limit: Option<AfterContactWorkTimeLimit>,
}

/// The time for work after a contact of one channel.
#[shape(stored)]
pub struct AfterContactWorkConfigPerChannel {
    /// The channel.
    pub channel: Channel,
    /// The time.
    pub after_contact_work_config: AfterContactWorkConfig,
    /// The same for callbacks that ring the agent first; voice only.
    pub agent_first_callback_after_contact_work_config: Option<AfterContactWorkConfig>,
}

/// The time for work after a contact, channel by channel.
#[shape(stored)]
pub struct AfterContactWorkConfigs(pub Vec<AfterContactWorkConfigPerChannel>);

/// The telephone of one channel.
#[shape(stored)]
pub struct PhoneNumberConfig {
    /// The channel; voice only.
    pub channel: Channel,
    /// The kind of telephone.
    pub phone_type: PhoneType,
    /// The number of the desk telephone.
    pub phone_number: Option<SensitivePhoneNumber>,
}

/// Telephones, channel by channel.
#[shape(stored)]
pub struct PhoneNumberConfigs(pub Vec<PhoneNumberConfig>);

/// Whether one channel's connection stays open between contacts.
#[shape(stored)]
pub struct PersistentConnectionConfig {
    /// The channel; voice only.
    pub channel: Channel,
    /// Whether it stays open.
    pub persistent_connection: bool,
}

/// Persistent connections, channel by channel.
#[shape(stored)]
pub struct PersistentConnectionConfigs(pub Vec<PersistentConnectionConfig>);

/// What is done to make a voice clearer.
#[shape(stored)]
pub enum VoiceEnhancementMode {
    /// Keeps only the speaker.
    VoiceIsolation,
    /// Takes noise away.
    NoiseSuppression,
    /// Nothing.
    None,
}

/// The voice enhancement of one channel.
#[shape(stored)]
pub struct VoiceEnhancementConfig {
    /// The channel; voice only.
    pub channel: Channel,
    /// What is done.
    pub voice_enhancement_mode: VoiceEnhancementMode,
}

/// Voice enhancement, channel by channel.
#[shape(stored)]
pub struct VoiceEnhancementConfigs(pub Vec<VoiceEnhancementConfig>);
