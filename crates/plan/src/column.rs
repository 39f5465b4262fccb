//! The columns of files: what each is called, where the API has it, how it is written, and the call that changes it.

use crate::kind::Kind;
use crate::part::Part;
use crate::references::Target;

/// The calls that change a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Calls {
    /// One, which replaces all columns of a part.
    Whole(Part),
    /// One adds items, one changes them, and one removes them.
    Items {
        /// What stands before the name of an item that has a column of its own.
        prefix: &'static str,
        added: Part,
        changed: Part,
        removed: Part,
    },
}

/// A column as it is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declaration {
    /// Its name in files, which is the API's where the API has one.
    pub(crate) name: &'static str,
    /// Where `DescribeUser` answers with it, and where its call takes it.
    pub(crate) member: &'static str,
    pub(crate) kind: Kind,
    pub(crate) calls: Calls,
}

const PROFICIENCIES: Calls = Calls::Items {
    prefix: "proficiency:",
    added: Part::AddedProficiencies,
    changed: Part::ChangedProficiencies,
    removed: Part::RemovedProficiencies,
};

const TAGS: Calls = Calls::Items {
    prefix: "tag:",
    added: Part::SetTags,
    changed: Part::SetTags,
    removed: Part::RemovedTags,
};

macro_rules! columns {
    ($($(#[$documentation:meta])* $column:ident: $member:literal, $kind:expr, $calls:expr;)*) => {
        /// A column of a file: a field of a user, or all items of a kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $($(#[$documentation])* $column,)*
        }

        impl Column {
            /// Every column, in the order of files.
            pub const ALL: &[Self] = &[$(Self::$column),*];

            pub(crate) const fn declaration(self) -> Declaration {
                match self {
                    $(Self::$column => Declaration {
                        name: stringify!($column),
                        member: $member,
                        kind: $kind,
                        calls: $calls,
                    },)*
                }
            }
        }
    };
}

columns! {
    /// The first name.
    FirstName: "IdentityInfo.FirstName", Kind::Name, Calls::Whole(Part::Identity);
    /// The last name.
    LastName: "IdentityInfo.LastName", Kind::Name, Calls::Whole(Part::Identity);
    /// The primary address.
    Email: "IdentityInfo.Email", Kind::Address, Calls::Whole(Part::Identity);
    /// The address for notifications.
    SecondaryEmail: "IdentityInfo.SecondaryEmail", Kind::Address, Calls::Whole(Part::Identity);
    /// The mobile number.
    Mobile: "IdentityInfo.Mobile", Kind::Telephone, Calls::Whole(Part::Identity);
    /// The permissions.
    SecurityProfiles: "SecurityProfileIds", Kind::References(Target::SecurityProfile), Calls::Whole(Part::SecurityProfiles);
    /// What the user is given to do.
    RoutingProfile: "RoutingProfileId", Kind::Reference(Target::RoutingProfile), Calls::Whole(Part::RoutingProfile);
    /// The place in the hierarchy.
    HierarchyGroup: "HierarchyGroupId", Kind::Reference(Target::HierarchyGroup), Calls::Whole(Part::HierarchyGroup);
    /// The kind of telephone.
    PhoneType: "PhoneConfig.PhoneType", Kind::Choice, Calls::Whole(Part::Phone);
    /// Whether contacts are accepted by themselves.
    AutoAccept: "PhoneConfig.AutoAccept", Kind::Flag, Calls::Whole(Part::Phone);
    /// The seconds for work after a contact.
    AfterContactWorkTimeLimit: "PhoneConfig.AfterContactWorkTimeLimit", Kind::Number, Calls::Whole(Part::Phone);
    /// The number of the desk telephone.
    DeskPhoneNumber: "PhoneConfig.DeskPhoneNumber", Kind::Telephone, Calls::Whole(Part::Phone);
    /// Whether the connection stays open between calls.
    PersistentConnection: "PhoneConfig.PersistentConnection", Kind::Flag, Calls::Whole(Part::Phone);
    /// What the user is good at.
    Proficiencies: "UserProficiencies", Kind::Proficiencies, PROFICIENCIES;
    /// The tags.
    Tags: "Tags", Kind::Tags, TAGS;
}

impl Column {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        self.declaration().name
    }

    /// The column of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }

    /// What stands before the name of an item where the item has a column of its own; none if it has no items.
    pub(crate) const fn item_prefix(self) -> Option<&'static str> {
        match self.declaration().calls {
            Calls::Whole(_) => None,
            Calls::Items { prefix, .. } => Some(prefix),
        }
    }

    /// What its cells refer to.
    pub fn target(self) -> Option<Target> {
        let (Kind::Reference(target) | Kind::References(target)) = self.declaration().kind else {
            return None;
        };
        Some(target)
    }

    /// Whether a call for one column changes the other, too.
    pub fn is_beside(self, other: Self) -> bool {
        self.declaration().calls == other.declaration().calls
    }

    /// Whether a part is changed in it.
    pub(crate) fn has(self, part: Part) -> bool {
        match self.declaration().calls {
            Calls::Whole(own) => own == part,
            Calls::Items {
                added,
                changed,
                removed,
                ..
            } => [added, changed, removed].contains(&part),
        }
    }

    /// The part that changes a text of it into another.
    pub(crate) fn part(self, before: &str, after: &str) -> Part {
        match self.declaration().calls {
            Calls::Whole(part) => part,
            Calls::Items { added, .. } if before.is_empty() => added,
            Calls::Items { removed, .. } if after.is_empty() => removed,
            Calls::Items { changed, .. } => changed,
        }
    }

    /// Whether `DescribeUser` answers with it. Proficiencies have a list of their own.
    pub fn is_described(self) -> bool {
        self.declaration().kind != Kind::Proficiencies
    }

    /// Whether password-reset mail goes to it.
    pub fn is_recovery_address(self) -> bool {
        self == Self::Email
    }
}
