//! DescribeUser.

use roster_model_derive::{operation, shape};

use super::SecurityProfileIds;
use crate::shapes::{
    ARN, AfterContactWorkConfigs, AgentUsername, AutoAcceptConfigs, DirectoryUserId, HierarchyGroupId,
    InstanceId, PersistentConnectionConfigs, PhoneNumberConfigs, RegionName, RoutingProfileId, TagMap,
    Timestamp, UserId, UserIdentityInfo, UserPhoneConfig, VoiceEnhancementConfigs,
};

/// Shows a user.
#[operation(
    http = "GET /users/{InstanceId}/{UserId}",
    effect = Read,
    resources = "user*",
)]
pub struct DescribeUser;

/// The input of `DescribeUser`.
#[shape]
pub struct DescribeUserRequest {
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `DescribeUser`.
#[shape]
pub struct DescribeUserResponse {
    /// The user.
    pub user: Option<User>,
}

/// A user.
#[shape]
pub struct User {
    /// The user's id.
    pub id: Option<UserId>,
    /// The user's ARN.
    pub arn: Option<ARN>,
    /// The sign-in name.
    pub username: Option<AgentUsername>,
    /// The user's names, addresses and mobile number.
    pub identity_info: Option<UserIdentityInfo>,
    /// How the user takes calls.
    pub phone_config: Option<UserPhoneConfig>,
    /// The user's id in the directory.
    pub directory_user_id: Option<DirectoryUserId>,
    /// The user's permissions.
    pub security_profile_ids: Option<SecurityProfileIds>,
    /// What the user is given to do.
    pub routing_profile_id: Option<RoutingProfileId>,
    /// The user's place in the hierarchy.
    pub hierarchy_group_id: Option<HierarchyGroupId>,
    /// The user's tags.
    pub tags: Option<TagMap>,
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
    /// When the user last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
