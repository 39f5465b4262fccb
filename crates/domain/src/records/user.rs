//! The people of a contact centre.

use roster_model::ops::connect::users::UserProficiency;
use roster_model::shapes::{
    AfterContactWorkConfigs, AutoAcceptConfigs, DirectoryUserId, PersistentConnectionConfigs,
    PhoneNumberConfigs, TagMap, Timestamp, UserIdentityInfo, UserPhoneConfig, VoiceEnhancementConfigs,
};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::HierarchyGroup;
use super::user_terms::{self, UserField};
use crate::id::Id;
use crate::key::Key;
use crate::record::{ChangedEntries, Entry, InAudit, Index, Kind, Record};

/// A user of a contact centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// The user's id.
    pub id: Id,
    /// The instance the user belongs to.
    pub instance_id: Id,
    /// The sign-in name; it never changes.
    pub username: String,
    /// The user's names, addresses and mobile number.
    pub identity_info: UserIdentityInfo,
    /// How the user takes calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_config: Option<UserPhoneConfig>,
    /// The user's id in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory_user_id: Option<DirectoryUserId>,
    /// The user's permissions.
    pub security_profile_ids: Vec<Id>,
    /// What the user is given to do.
    pub routing_profile_id: Id,
    /// The user's place in the hierarchy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hierarchy_group_id: Option<Id>,
    /// The groups that this one stands below, from the first level down. They never change, as groups do not move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parent_hierarchy_group_ids: Vec<Id>,
    /// Automatic acceptance, channel by channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_accept_configs: Option<AutoAcceptConfigs>,
    /// The time for work after a contact, channel by channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_contact_work_configs: Option<AfterContactWorkConfigs>,
    /// Telephones, channel by channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_configs: Option<PhoneNumberConfigs>,
    /// Persistent connections, channel by channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persistent_connection_configs: Option<PersistentConnectionConfigs>,
    /// Voice enhancement, channel by channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_enhancement_configs: Option<VoiceEnhancementConfigs>,
    /// What the user is good at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proficiencies: Vec<UserProficiency>,
    /// The user's tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When the user last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl User {
    /// By instance and username; case counts.
    pub const BY_USERNAME: Index = Index { name: "username" };
    /// By instance, routing profile and id.
    pub const BY_ROUTING_PROFILE: Index = Index {
        name: "routing_profile",
    };
    /// By instance, field, value and username: an entry for each value of each field that searches look in.
    pub const BY_TERM: Index = Index { name: "term" };

    /// Where the user of this id is kept.
    pub fn key_of(instance_id: &Id, id: &Id) -> Key {
        Key::new().id(instance_id).id(id)
    }

    /// Where the users of an instance start in [`Self::BY_USERNAME`].
    pub fn of_instance(instance_id: &Id) -> Key {
        Key::new().id(instance_id)
    }

    /// Where the users of a routing profile start in [`Self::BY_ROUTING_PROFILE`].
    pub fn of_routing_profile(instance_id: &Id, routing_profile_id: &Id) -> Key {
        Key::new().id(instance_id).id(routing_profile_id)
    }

    /// The user in a hierarchy group, or in none.
    #[must_use]
    pub fn in_hierarchy_group(self, group: Option<HierarchyGroup>) -> Self {
        let (id, parents) = group.map(|group| (group.id, group.parent_group_ids)).unzip();
        Self {
            hierarchy_group_id: id,
            parent_hierarchy_group_ids: parents.unwrap_or_default(),
            ..self
        }
    }
}

impl Record for User {
    const KIND: &'static Kind = &Kind {
        name: "user",
        indexes: &[Self::BY_USERNAME, Self::BY_ROUTING_PROFILE, Self::BY_TERM],
        in_audit: InAudit::ValuesOfUser {
            personal: &[
                "Username",
                "IdentityInfo",
                "PhoneConfig.DeskPhoneNumber",
                "DirectoryUserId",
                "PhoneNumberConfigs",
                "Tags",
            ],
        },
        stamps: &[
            "LastModifiedTime",
            "LastModifiedRegion",
            "ParentHierarchyGroupIds",
        ],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        self.entries_of(|_| true)
    }

    // Most updates change few fields, and keys take time to make.
    fn changed_entries(&self, new: &Self) -> ChangedEntries {
        // It ends the entries of all fields.
        let all = self.username != new.username;
        let changed = |field: UserField| all || field.differs(self, new);
        ChangedEntries::between(&self.entries_of(changed), &new.entries_of(changed))
    }
}

impl User {
    /// The entries that follow from some fields.
    fn entries_of(&self, is_wanted: impl Fn(UserField) -> bool) -> Vec<Entry> {
        // The first entry that is taken names the fault: the username.
        let mut entries = Vec::new();
        if is_wanted(UserField::Username) {
            entries.push(Entry {
                index: &Self::BY_USERNAME,
                key: Self::of_instance(&self.instance_id).text(&self.username),
            });
        }
        if is_wanted(UserField::RoutingProfileId) {
            entries.push(Entry {
                index: &Self::BY_ROUTING_PROFILE,
                key: Self::of_routing_profile(&self.instance_id, &self.routing_profile_id).id(&self.id),
            });
        }
        entries.extend(user_terms::entries(self, is_wanted));
        entries
    }
}
