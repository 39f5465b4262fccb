//! How a rule is broken.

use std::fmt;

use roster_model::ops::connect::hours_of_operations::HoursOfOperationDays;
use roster_model::shapes::{Channel, DirectoryType};

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The member of the request that breaks it.
    pub member: &'static str,
    /// How.
    pub fault: Fault,
}

/// The ways in which a member breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It must be there, on an instance of this type.
    Required(DirectoryType),
    /// It must not be there, on an instance of this type.
    Forbidden(DirectoryType),
    /// The directory keeps it, so that it cannot be changed here.
    KeptByDirectory,
    /// It has too few or too many characters for an instance of this type.
    Length {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
        /// How many it has.
        actual: usize,
        /// The type.
        on: DirectoryType,
    },
    /// It says what another member says as well.
    Twice {
        /// The other member.
        other: &'static str,
    },
    /// It must be there because another member has this value.
    RequiredBy {
        /// The other member and its value.
        because: &'static str,
    },
    /// It must not be there because another member is, or has this value.
    ForbiddenBy {
        /// The other member, or with its value.
        because: &'static str,
    },
    /// It is an address of a domain that is not allowed.
    OtherDomain {
        /// The domains that are.
        allowed: Box<[Box<str>]>,
    },
    /// An entry is neither a network address nor a range of such.
    NotAnAddress {
        /// The entry.
        value: String,
    },
    /// It has more addresses and ranges than allowed.
    TooManyAddresses {
        /// The most.
        max: usize,
        /// How many it has.
        actual: usize,
    },
    /// What the request is about would have more of something than it may.
    TooMany {
        /// What of, in the plural.
        nouns: &'static str,
        /// The most.
        max: usize,
        /// How many it would have.
        actual: usize,
    },
    /// The user would have nothing of a kind, of which there must be something.
    NoneLeft {
        /// What of, in the plural.
        nouns: &'static str,
    },
    /// It has another form than it may.
    Form {
        /// The form in words, to follow “must be”.
        must_be: &'static str,
    },
    /// It names something that the user does not have.
    NotHad {
        /// What it names.
        value: String,
    },
    /// It applies to voice only.
    VoiceOnly,
    /// It has more conditions than allowed, all that stand within it counted.
    TooManyConditions {
        /// The most.
        max: usize,
        /// How many it has.
        actual: usize,
    },
    /// Conditions stand within conditions deeper than allowed.
    TooDeep {
        /// How deep at most.
        max: usize,
    },
    /// A text in it is longer than allowed.
    TooLong {
        /// The most characters.
        max: usize,
        /// How many it has.
        actual: usize,
    },
    /// A text in it that is to be contained has too few or too many characters.
    ContainedLength {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// It is none of the values allowed.
    NotOneOf {
        /// The values allowed.
        values: &'static [&'static str],
    },
    /// It cannot have this value, because what it is of came with the instance.
    BuiltIn {
        /// The value.
        value: &'static str,
    },
    /// It is a password that many people have.
    Common,
    /// It puts a hierarchy group at a level that the hierarchy does not have.
    NoLevel {
        /// The level.
        level: &'static str,
    },
    /// It names a hierarchy group below which there can be no level.
    LowestLevel {
        /// The most levels.
        max: usize,
    },
    /// It names something that is disabled.
    Disabled {
        /// The name of it.
        value: String,
    },
    /// It names something that the instance does not have.
    Unknown {
        /// What it names.
        value: String,
    },
    /// It names something more than once.
    Repeated {
        /// What it names.
        value: String,
    },
    /// It names something that must be elsewhere first.
    NotIn {
        /// What it names.
        value: String,
        /// Where that must be.
        place: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// It is greater than allowed on a channel.
    AtMostOn {
        /// The greatest allowed.
        max: i32,
        /// The channel.
        channel: Channel,
    },
    /// It has more items than allowed.
    TooManyItems {
        /// The most.
        max: usize,
        /// How many it has.
        actual: usize,
    },
    /// It or another member must be there.
    OneRequired {
        /// The other member.
        other: &'static str,
    },
    /// It is not the name of a time zone.
    NotATimeZone {
        /// What it is.
        value: String,
    },
    /// A stretch of time on a day does not end after it starts.
    EndsBeforeStart {
        /// The day.
        day: HoursOfOperationDays,
    },
}

impl Fault {
    /// Whether the combination of members is at fault, as against the value of one.
    pub const fn is_combination(&self) -> bool {
        match self {
            Self::Required(_)
            | Self::Forbidden(_)
            | Self::KeptByDirectory
            | Self::Twice { .. }
            | Self::RequiredBy { .. }
            | Self::ForbiddenBy { .. }
            | Self::ContainedLength { .. }
            | Self::NoneLeft { .. }
            | Self::BuiltIn { .. }
            | Self::OneRequired { .. }
            | Self::NotOneOf { .. }
            | Self::NoLevel { .. }
            | Self::LowestLevel { .. } => true,
            Self::Length { .. }
            | Self::OtherDomain { .. }
            | Self::NotAnAddress { .. }
            | Self::TooManyAddresses { .. }
            | Self::TooMany { .. }
            | Self::Form { .. }
            | Self::NotHad { .. }
            | Self::VoiceOnly
            | Self::TooManyConditions { .. }
            | Self::TooDeep { .. }
            | Self::TooLong { .. }
            | Self::Common
            | Self::Disabled { .. }
            | Self::Unknown { .. }
            | Self::Repeated { .. }
            | Self::NotIn { .. }
            | Self::AtMostOn { .. }
            | Self::TooManyItems { .. }
            | Self::NotATimeZone { .. }
            | Self::EndsBeforeStart { .. } => false,
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.member, self.fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required(kind) => write!(formatter, "is required on {kind} instances"),
            Self::Forbidden(kind) => write!(formatter, "must be left out on {kind} instances"),
            Self::KeptByDirectory => {
                write!(formatter, "is kept by the directory: change it there")
            }
            Self::Length { min, max, actual, on } => {
                write!(
                    formatter,
                    "must have {min} to {max} characters on {on} instances, but has {actual}"
                )
            }
            Self::Twice { other } => write!(formatter, "and {other} set the same: send one of them"),
            Self::RequiredBy { because } => write!(formatter, "is required with {because}"),
            Self::ForbiddenBy { because } => write!(formatter, "must be left out with {because}"),
            Self::OtherDomain { allowed } => write!(
                formatter,
                "must have a domain that is allowed here: {}",
                allowed.join(", ")
            ),
            Self::NotAnAddress { value } => write!(
                formatter,
                "may have IP addresses and ranges in CIDR notation only, such as 192.0.2.0/24, but has {value:?}"
            ),
            Self::TooManyAddresses { max, actual } => write!(
                formatter,
                "may have {max} addresses and ranges at most, but has {actual}"
            ),
            Self::TooMany { nouns, max, actual } => write!(
                formatter,
                "would make {actual} {nouns}, of which there may be {max} at most"
            ),
            Self::NoneLeft { nouns } => {
                write!(
                    formatter,
                    "would leave the user without {nouns}, of which there must be one at least"
                )
            }
            Self::Form { must_be } => write!(formatter, "must be {must_be}"),
            Self::NotHad { value } => write!(formatter, "names {value}, which the user does not have"),
            Self::VoiceOnly => write!(formatter, "applies to the channel VOICE only"),
            Self::TooManyConditions { max, actual } => {
                write!(
                    formatter,
                    "may have {max} conditions at most, but has {actual}: search in steps"
                )
            }
            Self::TooDeep { max } => write!(formatter, "may have conditions {max} deep at most: flatten it"),
            Self::TooLong { max, actual } => {
                write!(formatter, "may have {max} characters at most, but has {actual}")
            }
            Self::ContainedLength { min, max } => {
                write!(formatter, "must have {min} to {max} characters with CONTAINS")
            }
            Self::NotOneOf { values } => write!(formatter, "must be one of {}", values.join(", ")),
            Self::BuiltIn { value } => {
                write!(formatter, "cannot be {value} for what came with the instance")
            }
            Self::Common => formatter.write_str("is one that many people have: choose another"),
            Self::NoLevel { level } => write!(
                formatter,
                "puts the group at {level}, which the hierarchy does not have: add it by UpdateUserHierarchyStructure"
            ),
            Self::LowestLevel { max } => write!(
                formatter,
                "names a group at the lowest of {max} levels, and there can be no more"
            ),
            Self::Disabled { value } => {
                write!(
                    formatter,
                    "names {value:?}, which is disabled: enable it, or choose another"
                )
            }
            Self::Unknown { value } => write!(formatter, "names {value}, which the instance does not have"),
            Self::Repeated { value } => write!(formatter, "names {value} more than once"),
            Self::NotIn { value, place, remedy } => {
                write!(formatter, "names {value}, which {place} does not have: {remedy}")
            }
            Self::AtMostOn { max, channel } => {
                write!(formatter, "must be at most {max} on the channel {channel}")
            }
            Self::TooManyItems { max, actual } => {
                write!(formatter, "may have {max} items at most, but has {actual}")
            }
            Self::OneRequired { other } => write!(formatter, "or {other} is required"),
            Self::NotATimeZone { value } => write!(
                formatter,
                "must be the name of a time zone, such as Europe/Berlin, but is {value:?}"
            ),
            Self::EndsBeforeStart { day } => write!(
                formatter,
                "must end after it starts on {day}: 00:00 as the end is the end of the day, and hours past midnight belong to the next day"
            ),
        }
    }
}
