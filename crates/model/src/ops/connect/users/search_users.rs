//! SearchUsers.

use roster_model_derive::{operation, shape};

use super::SecurityProfileIds;
use crate::shapes::{
    ARN, AfterContactWorkConfigs, AgentFirstName, AgentLastName, AgentUsername, AutoAcceptConfigs,
    ControlPlaneTagFilter, DirectoryUserId, HierarchyGroupId, InstanceId, MaxResult500, NextToken2500,
    PersistentConnectionConfigs, PhoneNumberConfigs, RoutingProfileId, StringCondition, TagAndConditionList,
    TagCondition, TagMap, UserId, UserPhoneConfig, VoiceEnhancementConfigs,
};

/// Searches the users of an instance. E-mail addresses and numbers are neither searched nor shown.
#[operation(
    http = "POST /search-users",
    effect = Read,
    resources = "instance*",
    pages = "Users",
)]
pub struct SearchUsers;

/// The input of `SearchUsers`.
#[shape]
pub struct SearchUsersRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many users a page may hold; 100 by default.
    pub max_results: Option<MaxResult500>,
    /// What users must have, beside meeting the criteria.
    pub search_filter: Option<UserSearchFilter>,
    /// What is searched for; all users by default.
    pub search_criteria: Option<UserSearchCriteria>,
}

/// What users must have: one of the two filters.
#[shape]
pub struct UserSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
    /// Tags and a place in the hierarchy.
    pub user_attribute_filter: Option<ControlPlaneUserAttributeFilter>,
}

/// Tags and a place in the hierarchy that users must have: one of the members.
#[shape]
pub struct ControlPlaneUserAttributeFilter {
    /// Alternatives.
    pub or_conditions: Option<AttributeOrConditionList>,
    /// What must all hold.
    pub and_condition: Option<AttributeAndCondition>,
    /// A tag that must be there.
    pub tag_condition: Option<TagCondition>,
    /// A place in the hierarchy.
    pub hierarchy_group_condition: Option<HierarchyGroupCondition>,
}

/// Alternatives of attributes.
#[shape]
pub struct AttributeOrConditionList(pub Vec<AttributeAndCondition>);

/// Attributes that must all hold.
#[shape]
pub struct AttributeAndCondition {
    /// Tags that must all be there.
    pub tag_conditions: Option<TagAndConditionList>,
    /// A place in the hierarchy.
    pub hierarchy_group_condition: Option<HierarchyGroupCondition>,
}

/// A place in the hierarchy.
#[shape]
pub struct HierarchyGroupCondition {
    /// The group.
    pub value: Option<String>,
    /// Whether the groups below it count.
    pub hierarchy_group_match_type: Option<HierarchyGroupMatchType>,
}

/// Whether the groups below a group count.
#[shape]
pub enum HierarchyGroupMatchType {
    /// They do not.
    Exact,
    /// They do.
    WithChildGroups,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct UserSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<UserSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<UserSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
    /// Proficiencies.
    pub list_condition: Option<ListCondition>,
    /// A place in the hierarchy.
    pub hierarchy_group_condition: Option<HierarchyGroupCondition>,
}

/// Several criteria.
#[shape]
pub struct UserSearchConditionList(pub Vec<UserSearchCriteria>);

/// Conditions on a list that users have.
#[shape]
pub struct ListCondition {
    /// The list.
    pub target_list_type: Option<TargetListType>,
    /// What must all hold for one of its items.
    pub conditions: Option<Conditions>,
}

/// The lists that users have.
#[shape]
pub enum TargetListType {
    /// What they are good at.
    Proficiencies,
}

/// Conditions on an item.
#[shape]
pub struct Conditions(pub Vec<Condition>);

/// A condition on an item.
#[shape]
pub struct Condition {
    /// On its name or value.
    pub string_condition: Option<StringCondition>,
    /// On its level.
    pub number_condition: Option<NumberCondition>,
}

/// A condition on a number.
#[shape]
pub struct NumberCondition {
    /// The field.
    pub field_name: Option<String>,
    /// The least, or the number to compare with.
    pub min_value: Option<NullableProficiencyLimitValue>,
    /// The most.
    pub max_value: Option<NullableProficiencyLimitValue>,
    /// How to compare.
    pub comparison_type: Option<NumberComparisonType>,
}

/// A level of proficiency.
#[shape]
pub struct NullableProficiencyLimitValue(pub i32);

/// How to compare numbers.
#[shape]
pub enum NumberComparisonType {
    /// At least.
    GreaterOrEqual,
    /// More than.
    Greater,
    /// At most.
    LesserOrEqual,
    /// Less than.
    Lesser,
    /// The same.
    Equal,
    /// Another.
    NotEqual,
    /// From the least to the most.
    Range,
}

/// The output of `SearchUsers`.
#[shape]
pub struct SearchUsersResponse {
    /// The users of this page.
    pub users: Option<UserSearchSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many users meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Users that were found.
#[shape]
pub struct UserSearchSummaryList(pub Vec<UserSearchSummary>);

/// A user that was found.
#[shape]
pub struct UserSearchSummary {
    /// The user's ARN.
    pub arn: Option<ARN>,
    /// The user's id in the directory.
    pub directory_user_id: Option<DirectoryUserId>,
    /// The user's place in the hierarchy.
    pub hierarchy_group_id: Option<HierarchyGroupId>,
    /// The user's id.
    pub id: Option<UserId>,
    /// The user's names.
    pub identity_info: Option<UserIdentityInfoLite>,
    /// How the user takes calls; the time for work after a contact is in milliseconds here.
    pub phone_config: Option<UserPhoneConfig>,
    /// What the user is given to do.
    pub routing_profile_id: Option<RoutingProfileId>,
    /// The user's permissions.
    pub security_profile_ids: Option<SecurityProfileIds>,
    /// The user's tags.
    pub tags: Option<TagMap>,
    /// The sign-in name.
    pub username: Option<AgentUsername>,
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
}

/// The names of a user.
#[shape]
pub struct UserIdentityInfoLite {
    /// The first name.
    pub first_name: Option<AgentFirstName>,
    /// The last name.
    pub last_name: Option<AgentLastName>,
}
