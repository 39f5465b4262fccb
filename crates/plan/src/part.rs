//! The calls that change a user.

use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::tags::{TagResource, UntagResource};
use roster_model::ops::connect::users::{
    AssociateUserProficiencies, CreateUser, DeleteUser, DisassociateUserProficiencies, UpdateUserHierarchy,
    UpdateUserIdentityInfo, UpdateUserPhoneConfig, UpdateUserProficiencies, UpdateUserRoutingProfile,
    UpdateUserSecurityProfiles,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What one call changes: fields that it replaces as a whole, items that it adds, changes or removes, or whether there
/// is such a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The creation of a user.
    Creation,
    /// Names, addresses and mobile number.
    Identity,
    /// The security profiles.
    SecurityProfiles,
    /// The routing profile.
    RoutingProfile,
    /// The place in the hierarchy.
    HierarchyGroup,
    /// How the user takes calls.
    Phone,
    /// The removal of proficiencies.
    RemovedProficiencies,
    /// Other levels of proficiencies.
    ChangedProficiencies,
    /// New proficiencies.
    AddedProficiencies,
    /// The removal of tags.
    RemovedTags,
    /// New tags, and other values of tags.
    SetTags,
    /// The deletion of a user.
    Deletion,
}

impl Part {
    /// Every part, in the order of calls. Items are removed before others are added, because their number is limited.
    pub const ALL: [Self; 12] = [
        Self::Creation,
        Self::Identity,
        Self::SecurityProfiles,
        Self::RoutingProfile,
        Self::HierarchyGroup,
        Self::Phone,
        Self::RemovedProficiencies,
        Self::ChangedProficiencies,
        Self::AddedProficiencies,
        Self::RemovedTags,
        Self::SetTags,
        Self::Deletion,
    ];

    /// The operation that changes it.
    pub fn operation(self) -> &'static Description {
        match self {
            Self::Creation => CreateUser::DESCRIPTION,
            Self::Identity => UpdateUserIdentityInfo::DESCRIPTION,
            Self::SecurityProfiles => UpdateUserSecurityProfiles::DESCRIPTION,
            Self::RoutingProfile => UpdateUserRoutingProfile::DESCRIPTION,
            Self::HierarchyGroup => UpdateUserHierarchy::DESCRIPTION,
            Self::Phone => UpdateUserPhoneConfig::DESCRIPTION,
            Self::RemovedProficiencies => DisassociateUserProficiencies::DESCRIPTION,
            Self::ChangedProficiencies => UpdateUserProficiencies::DESCRIPTION,
            Self::AddedProficiencies => AssociateUserProficiencies::DESCRIPTION,
            Self::RemovedTags => UntagResource::DESCRIPTION,
            Self::SetTags => TagResource::DESCRIPTION,
            Self::Deletion => DeleteUser::DESCRIPTION,
        }
    }

    /// The part that an operation changes, by the operation's name.
    pub fn of_operation(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.operation().name == name)
    }
}

/// A part is written as the operation that changes it.
impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.operation().name)
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::of_operation(&name).ok_or_else(|| D::Error::custom(format!("a plan has no operation {name}")))
    }
}
