//! The terms by which searches find users: an index has an entry for each value of each field.

use super::User;
use super::folded::folded;
use super::searchable::TAG;
use crate::id::Id;
use crate::key::Key;
use crate::record::Entry;

/// A field of users that searches look in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserField {
    /// The sign-in name.
    Username,
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The id of the routing profile.
    RoutingProfileId,
    /// The ids of the security profiles.
    SecurityProfileId,
    /// The user's own id.
    ResourceId,
    /// The id of the hierarchy group.
    HierarchyGroupId,
    /// The ids of the hierarchy group and of all that it stands below.
    HierarchyPath,
    /// The tags: keys, each followed by its value.
    Tag,
    /// The proficiencies: names of attributes, each followed by its value.
    Proficiency,
}

impl UserField {
    /// The fields that a text can be searched in, by their names in `StringCondition`.
    pub const OF_TEXT: [(&'static str, Self); 6] = [
        ("Username", Self::Username),
        ("FirstName", Self::FirstName),
        ("LastName", Self::LastName),
        ("RoutingProfileId", Self::RoutingProfileId),
        ("SecurityProfileId", Self::SecurityProfileId),
        ("resourceId", Self::ResourceId),
    ];

    /// The values of a field of text.
    pub fn texts(self, user: &User) -> Vec<&str> {
        let identity = &user.identity_info;
        match self {
            Self::Username => vec![&user.username],
            Self::FirstName => identity.first_name.iter().map(|name| name.as_str()).collect(),
            Self::LastName => identity.last_name.iter().map(|name| name.as_str()).collect(),
            Self::RoutingProfileId => vec![user.routing_profile_id.as_str()],
            Self::SecurityProfileId => user.security_profile_ids.iter().map(Id::as_str).collect(),
            Self::ResourceId => vec![user.id.as_str()],
            Self::HierarchyGroupId => user.hierarchy_group_id.iter().map(Id::as_str).collect(),
            Self::HierarchyPath => {
                let parents = user.parent_hierarchy_group_ids.iter();
                parents.chain(&user.hierarchy_group_id).map(Id::as_str).collect()
            }
            Self::Tag | Self::Proficiency => Vec::new(),
        }
    }

    /// Whether two states of a user have other values in the field. Every update asks for each field, so it makes no lists.
    pub(super) fn differs(self, old: &User, new: &User) -> bool {
        match self {
            Self::Username => old.username != new.username,
            Self::FirstName => old.identity_info.first_name != new.identity_info.first_name,
            Self::LastName => old.identity_info.last_name != new.identity_info.last_name,
            Self::RoutingProfileId => old.routing_profile_id != new.routing_profile_id,
            Self::SecurityProfileId => old.security_profile_ids != new.security_profile_ids,
            Self::ResourceId => old.id != new.id,
            Self::HierarchyGroupId => old.hierarchy_group_id != new.hierarchy_group_id,
            Self::HierarchyPath => {
                old.hierarchy_group_id != new.hierarchy_group_id
                    || old.parent_hierarchy_group_ids != new.parent_hierarchy_group_ids
            }
            Self::Tag => old.tags != new.tags,
            Self::Proficiency => old.proficiencies != new.proficiencies,
        }
    }

    /// Its name in entries: short, because each entry repeats it. It never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Username => "u",
            Self::FirstName => "f",
            Self::LastName => "l",
            Self::RoutingProfileId => "r",
            Self::SecurityProfileId => "s",
            Self::ResourceId => "i",
            Self::HierarchyGroupId => "h",
            Self::HierarchyPath => "p",
            Self::Tag => TAG,
            Self::Proficiency => "y",
        }
    }

    /// Where the entries of the field start in [`User::BY_TERM`].
    pub(super) fn start(self, instance_id: &Id) -> Key {
        Key::new().id(instance_id).text(self.code())
    }
}

impl User {
    /// Where the users of a security profile start in [`Self::BY_TERM`].
    pub fn of_security_profile(instance_id: &Id, security_profile_id: &Id) -> Key {
        let start = UserField::SecurityProfileId.start(instance_id);
        start.text(&folded(security_profile_id.as_str()))
    }

    /// Where the users of a hierarchy group start in [`Self::BY_TERM`]; those of the groups below it are elsewhere.
    pub fn of_hierarchy_group(instance_id: &Id, hierarchy_group_id: &Id) -> Key {
        let start = UserField::HierarchyGroupId.start(instance_id);
        start.text(hierarchy_group_id.as_str())
    }

    /// Where the users with tags start in [`Self::BY_TERM`]: behind that, an entry has the key of a tag and its value.
    pub fn with_tags(instance_id: &Id) -> Key {
        UserField::Tag.start(instance_id)
    }

    /// The key and the value of the tag that an entry of [`Self::with_tags`] is of.
    pub fn tag_of(entry: &Key) -> Option<(String, String)> {
        // Behind the instance and the field.
        Some((entry.text_at(2)?, entry.text_at(3)?))
    }

    /// Where the users who are proficient in an attribute start in [`Self::BY_TERM`].
    pub fn of_proficiency(instance_id: &Id, attribute: &str) -> Key {
        UserField::Proficiency.start(instance_id).text(&folded(attribute))
    }
}

/// The entries of a user in [`User::BY_TERM`] that follow from some fields.
pub(super) fn entries(user: &User, is_wanted: impl Fn(UserField) -> bool) -> Vec<Entry> {
    let mut keys = Vec::new();
    let start = |field: UserField| field.start(&user.instance_id);
    for (_, field) in UserField::OF_TEXT {
        if is_wanted(field) {
            let texts = field.texts(user).into_iter();
            keys.extend(texts.map(|text| start(field).text(&folded(text))));
        }
    }
    for field in [UserField::HierarchyGroupId, UserField::HierarchyPath] {
        if is_wanted(field) {
            let groups = field.texts(user).into_iter();
            keys.extend(groups.map(|id| start(field).text(id)));
        }
    }
    if is_wanted(UserField::Tag) {
        let tags = user.tags.iter().flat_map(|tags| tags.iter());
        keys.extend(tags.map(|(key, value)| start(UserField::Tag).text(key).text(value)));
    }
    if is_wanted(UserField::Proficiency) {
        let start = || start(UserField::Proficiency);
        keys.extend(user.proficiencies.iter().map(|proficiency| {
            let (name, value) = (&proficiency.attribute_name, &proficiency.attribute_value);
            start().text(&folded(name)).text(&folded(value))
        }));
    }
    // A user may have the same security profile twice.
    keys.sort_unstable();
    keys.dedup();
    let index = &User::BY_TERM;
    keys.into_iter()
        .map(|key| Entry {
            index,
            key: key.text(&user.username),
        })
        .collect()
}
