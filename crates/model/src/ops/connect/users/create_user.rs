//! CreateUser.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, AfterContactWorkConfigs, AgentUsername, AutoAcceptConfigs, DirectoryUserId, HierarchyGroupId,
    InstanceId, Password, PersistentConnectionConfigs, PhoneNumberConfigs, RoutingProfileId,
    SecurityProfileId, TagMap, UserId, UserIdentityInfo, UserPhoneConfig, VoiceEnhancementConfigs,
};

/// Makes a user in an instance.
#[operation(
    http = "PUT /users/{InstanceId}",
    effect = Write,
    resources = "user* security-profile* routing-profile* hierarchy-group",
    further = "Tags: connect:TagResource on user",
    exceptions = [
        InvalidRequest, InvalidParameter, LimitExceeded, DuplicateResource, ResourceNotFound, Throttling,
        InternalService,
    ],
)]
pub struct CreateUser;

/// The input of `CreateUser`.
#[shape]
pub struct CreateUserRequest {
    /// The sign-in name, unique within the instance; it can never change.
    pub username: AgentUsername,
    /// The password: required on a CONNECT_MANAGED instance, refused on any other.
    pub password: Option<Password>,
    /// The user's names, addresses and mobile number.
    pub identity_info: Option<UserIdentityInfo>,
    /// How the user takes calls.
    pub phone_config: Option<UserPhoneConfig>,
    /// The user's id in the directory, for EXISTING_DIRECTORY; refused on a SAML instance.
    pub directory_user_id: Option<DirectoryUserId>,
    /// The user's permissions.
    pub security_profile_ids: SecurityProfileIds,
    /// What the user is given to do.
    pub routing_profile_id: RoutingProfileId,
    /// The user's place in the hierarchy.
    pub hierarchy_group_id: Option<HierarchyGroupId>,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
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
    /// The user's tags.
    pub tags: Option<TagMap>,
}

/// The security profiles of a user.
#[shape(length(1, 10))]
pub struct SecurityProfileIds(pub Vec<SecurityProfileId>);

/// The output of `CreateUser`.
#[shape]
pub struct CreateUserResponse {
    /// The new user's id.
    pub user_id: Option<UserId>,
    /// The new user's ARN.
    pub user_arn: Option<ARN>,
}
