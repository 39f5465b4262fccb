//! Why IAM and STS refuse, in AWS's words where they are known.

use std::fmt;

use roster_policy::MalformedPolicy;

/// Why an operation of IAM's or STS's was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IamRefusal {
    /// It is not there.
    NoSuchEntity {
        /// What.
        what: Entity,
        /// How the request named it.
        name: String,
    },
    /// It is there already.
    EntityAlreadyExists {
        /// What.
        what: Entity,
        /// The name.
        name: String,
    },
    /// There may not be more.
    Quota {
        /// What AWS calls the quota.
        name: &'static str,
        /// How much there may be.
        most: usize,
    },
    /// The inline policies of one user or role are too long together.
    PolicySize {
        /// What has them.
        what: Entity,
        /// Its name.
        name: String,
        /// How long they may be.
        most: usize,
    },
    /// Something else must be deleted first.
    DeleteConflict(&'static str),
    /// A policy document is none.
    MalformedPolicy(MalformedPolicy),
    /// A trust policy names a principal that does not exist.
    InvalidPrincipal(String),
    /// What a request calls the ARN of a policy is none.
    NotAnArn(String),
    /// A policy is AWS's own, so that nobody can change it.
    OfAws(String),
    /// There is no such policy to attach.
    NotAttachable(String),
    /// There is no such policy to be a boundary.
    NoSuchBoundary(String),
    /// There is no boundary to lift.
    Unbounded {
        /// What has none.
        what: Entity,
        /// Its name.
        name: String,
    },
    /// The caller is no user, so that the request must name one.
    UserNameMissing,
    /// Two tags have the same key.
    DuplicateTagKeys,
    /// The key of a tag is AWS's own.
    ReservedTagKey(String),
    /// A key cannot be made to have expired.
    StatusExpired,
    /// A `Marker` was not given out for this list.
    NotAMarker,
    /// A simulation cannot use what it is given.
    NotSimulated {
        /// The member.
        member: String,
        /// Why not.
        why: String,
    },
    /// Policies that are tried out cannot be evaluated.
    Unevaluated,
    /// There is no role to take on.
    MayNotAssume {
        /// The ARN of the caller.
        caller: String,
        /// The ARN of the role, as the request named it.
        role: String,
    },
    /// A root may not take on roles.
    RootMayNotAssume,
    /// A session may not last so long.
    TooLong(&'static str),
    /// A tag that is to go on to other sessions is not given.
    NotTransitive(String),
    /// A session has this tag from the one that it is begun in, for good.
    InheritedTag(String),
    /// The one behind a session cannot be exchanged in it.
    SourceIdentityIsSet,
    /// Session policy and tags do not fit.
    PackedPolicy {
        /// How much of the room they would take, in percent.
        percent: usize,
    },
}

/// What a request to IAM names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    /// A user.
    User,
    /// A role.
    Role,
    /// An access key.
    AccessKey,
    /// An inline policy of a user.
    UserPolicy,
    /// An inline policy of a role.
    RolePolicy,
    /// A managed policy.
    Policy,
}

impl Entity {
    /// The refusal when it is not there.
    pub(crate) fn missing(self, name: &str) -> IamRefusal {
        IamRefusal::NoSuchEntity {
            what: self,
            name: name.to_owned(),
        }
    }

    /// The refusal when there is one already.
    pub(crate) fn taken(self, name: &str) -> IamRefusal {
        IamRefusal::EntityAlreadyExists {
            what: self,
            name: name.to_owned(),
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Role => "role",
            Self::AccessKey => "Access Key",
            Self::UserPolicy => "user policy",
            Self::RolePolicy => "role policy",
            Self::Policy => "policy",
        }
    }
}

impl fmt::Display for IamRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchEntity { what, name } => match what {
                Entity::Policy => write!(formatter, "Policy {name} was not found."),
                Entity::AccessKey => write!(formatter, "The Access Key with id {name} cannot be found."),
                Entity::User | Entity::Role | Entity::UserPolicy | Entity::RolePolicy => {
                    write!(formatter, "The {} with name {name} cannot be found.", what.noun())
                }
            },
            Self::EntityAlreadyExists { what, name } => match what {
                Entity::User => write!(formatter, "User with name {name} already exists."),
                Entity::Role => write!(formatter, "Role with name {name} already exists."),
                Entity::Policy | Entity::AccessKey | Entity::UserPolicy | Entity::RolePolicy => write!(
                    formatter,
                    "A {} called {name} already exists. Duplicate names are not allowed.",
                    what.noun()
                ),
            },
            Self::Quota { name, most } => write!(formatter, "Cannot exceed quota for {name}: {most}"),
            Self::PolicySize { what, name, most } => write!(
                formatter,
                "Maximum policy size of {most} bytes exceeded for {} {name}",
                what.noun()
            ),
            Self::DeleteConflict(why) | Self::TooLong(why) => formatter.write_str(why),
            Self::MalformedPolicy(fault) => write!(formatter, "{fault}"),
            Self::InvalidPrincipal(principal) => {
                write!(formatter, "Invalid principal in policy: \"AWS\":\"{principal}\"")
            }
            Self::NotAnArn(arn) => write!(formatter, "ARN {arn} is not valid."),
            Self::OfAws(arn) => write!(
                formatter,
                "Policy {arn} is a managed policy of AWS and cannot be deleted: detach it instead."
            ),
            Self::NotAttachable(arn) => {
                write!(formatter, "Policy {arn} does not exist or is not attachable.")
            }
            Self::NoSuchBoundary(arn) => {
                write!(formatter, "Scope ARN: {arn} does not exist or is not attachable.")
            }
            Self::Unbounded { what, name } => write!(
                formatter,
                "The {} with name {name} has no permissions boundary.",
                what.noun()
            ),
            Self::UserNameMissing => {
                formatter.write_str("Must specify userName when calling with non-User credentials")
            }
            Self::DuplicateTagKeys => formatter
                .write_str("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
            Self::ReservedTagKey(key) => write!(
                formatter,
                "The tag key {key} starts with aws:, which only AWS may use; choose another"
            ),
            Self::NotTransitive(key) => write!(
                formatter,
                "TransitiveTagKeys has the key {key}, but Tags has no such tag; give the tag, or leave the key out"
            ),
            Self::InheritedTag(key) => write!(
                formatter,
                "The tag {key} comes from the session of the caller and cannot be given another value; leave it out"
            ),
            Self::SourceIdentityIsSet => formatter.write_str(
                "The session of the caller has another SourceIdentity, which cannot be changed; leave it out",
            ),
            Self::StatusExpired => {
                formatter.write_str("Status must be Active or Inactive: a key expires by itself only")
            }
            Self::NotAMarker => formatter
                .write_str("Marker was not given out for this list: take it from the page before, unchanged"),
            Self::NotSimulated { member, why } => write!(formatter, "{member} cannot be used: {why}"),
            Self::Unevaluated => formatter.write_str("The policies cannot be evaluated for this request"),
            Self::MayNotAssume { caller, role } => write!(
                formatter,
                "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}"
            ),
            Self::RootMayNotAssume => formatter.write_str("Roles may not be assumed by root accounts."),
            Self::PackedPolicy { percent } => write!(
                formatter,
                "Packed policy consumes {percent}% of allotted space, please use smaller policy."
            ),
        }
    }
}
