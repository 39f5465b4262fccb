//! Why an operation was not carried out.

mod association;
mod federation;
mod iam;
mod plan;
mod predefined_attribute;
mod takeover;

use std::fmt;

use roster_domain::Id;
use roster_domain::rules::Breach;
use roster_domain::rules::quotas::Quota;
use roster_domain::truncate_chars;
use roster_model::resource_type::{Parent, ResourceType};
use roster_store::{StoreError, WriteError};

use crate::access::Denied;
pub use association::AssociationRefusal;
pub use federation::FederationRefusal;
pub(crate) use iam::Entity;
pub use iam::IamRefusal;
pub use plan::PlanRefusal;
pub use predefined_attribute::PredefinedAttributeRefusal;
pub use takeover::TakeoverRefusal;

/// How much of what a request wrote is repeated to it, in characters: an ARN fits.
const REPEATED: usize = 200;

/// Why an operation was not carried out. Nothing was changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// What the request names is not there, or not for this caller to see.
    NotFound {
        /// What kind of thing it is.
        kind: ResourceType,
        /// How the request named it.
        reference: String,
    },
    /// What the request calls an id or ARN is neither.
    NotAReference {
        /// The member.
        member: &'static str,
        /// What it says.
        value: String,
    },
    /// A name is taken.
    Taken {
        /// What has the name.
        kind: ResourceType,
        /// The member.
        member: &'static str,
    },
    /// It cannot go, because something refers to it.
    InUse {
        /// What kind of thing it is.
        kind: ResourceType,
        /// Its id.
        id: Id,
        /// Its ARN.
        arn: String,
        /// What refers to it, as the end of a sentence: “users have it”.
        because: &'static str,
    },
    /// There are as many of them as may be.
    QuotaReached {
        /// How many may be.
        quota: Quota,
        /// What has them.
        of: Parent,
    },
    /// What the request calls the ARN of something that has tags is none.
    NotTaggable(String),
    /// It came with the instance, and stays.
    BuiltIn(ResourceType),
    /// Rules are broken: all of them, reported together.
    Rules(Vec<Breach>),
    /// There is no such mail, or it is not for this caller to see.
    NoSuchMail,
    /// The user has no second factor.
    NoSecondFactor,
    /// A `NextToken` was not given out for this list.
    NotAToken,
    /// A stretch of time ends before it starts.
    EndsBeforeStart,
    /// A client token was used before, with other parameters.
    TokenReused,
    /// A link from a mail does not work: it was used or replaced, is too old, or is open in another browser.
    LinkUnusable,
    /// The password or the code is not that of the user, or there is no such user.
    SignInFailed,
    /// Users of the instance may not sign in from the address of the caller.
    AddressNotAllowed,
    /// The session of the caller is over, or the sign-in waits no more.
    SessionOver,
    /// IAM or STS refuses.
    Iam(IamRefusal),
    /// A plan cannot be made or applied.
    Plan(PlanRefusal),
    /// Nothing is done with what an instance is associated with.
    Association(AssociationRefusal),
    /// No user is signed in for the caller.
    Federation(FederationRefusal),
    /// Nothing is done with a predefined attribute.
    PredefinedAttribute(PredefinedAttributeRefusal),
    /// Nothing becomes of a change that waits.
    Takeover(TakeoverRefusal),
    /// The caller has no right to it.
    Denied(Box<Denied>),
    /// The caller hung up before a long computation ended.
    GivenUp,
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { kind, reference } => {
                let within = kind.parent();
                write!(
                    formatter,
                    "There is no {} {} in this {within}",
                    kind.noun(),
                    truncate_chars(reference, REPEATED)
                )
            }
            Self::NotAReference { member, value } => {
                write!(
                    formatter,
                    "{member} must be an id or an ARN, but is {:?}",
                    truncate_chars(value, REPEATED)
                )
            }
            Self::Taken { kind, member } if kind.is_plural() => {
                write!(formatter, "There are already {} with this {member}", kind.noun())
            }
            Self::Taken { kind, member } => {
                let noun = kind.noun();
                let article = if noun.starts_with(['a', 'e', 'i', 'o']) {
                    "an"
                } else {
                    "a"
                };
                write!(formatter, "There is already {article} {noun} with this {member}")
            }
            Self::InUse {
                kind, id, because, ..
            } => {
                let verb = if kind.is_plural() { "are" } else { "is" };
                write!(formatter, "The {} {id} {verb} in use: {because}", kind.noun())
            }
            Self::QuotaReached { quota, of } => {
                let Quota { most, nouns, .. } = quota;
                write!(formatter, "There are {most} {nouns} in this {of}, which is the most")?;
                if !quota.is_fixed {
                    formatter.write_str(": delete some, or start the server with --quotas off")?;
                }
                Ok(())
            }
            Self::NotTaggable(arn) => write!(
                formatter,
                "resourceArn must be the ARN of something that has tags, but is {:?}",
                truncate_chars(arn, REPEATED)
            ),
            Self::BuiltIn(kind) => {
                write!(formatter, "This {} came with the instance and cannot be deleted", kind.noun())
            }
            Self::Rules(breaches) => {
                for (index, breach) in breaches.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(formatter, "{separator}{breach}")?;
                }
                Ok(())
            }
            Self::NoSuchMail => formatter.write_str("There is no such mail in this account and Region"),
            Self::NoSecondFactor => formatter.write_str("The user has no second factor"),
            Self::NotAToken => formatter.write_str(
                "NextToken was not given out for this list: take it from the page before, unchanged",
            ),
            Self::EndsBeforeStart => formatter.write_str("EndTime must not be before StartTime"),
            Self::TokenReused => formatter.write_str(
                "ClientToken was used before with other parameters: use a new token for a new request",
            ),
            Self::LinkUnusable => formatter.write_str(
                "This link does not work: it was used before, replaced by a newer one, is too old, or was opened in another browser",
            ),
            // Source: what CloudTrail says of ConsoleLogin.
            Self::SignInFailed => formatter.write_str("Failed authentication"),
            Self::AddressNotAllowed => {
                formatter.write_str("The authentication profile of the instance does not allow this IP address")
            }
            Self::SessionOver => formatter.write_str("The session is over: sign in again"),
            Self::Iam(refusal) => write!(formatter, "{refusal}"),
            Self::Plan(refusal) => write!(formatter, "{refusal}"),
            Self::Association(refusal) => write!(formatter, "{refusal}"),
            Self::Federation(refusal) => write!(formatter, "{refusal}"),
            Self::PredefinedAttribute(refusal) => write!(formatter, "{refusal}"),
            Self::Takeover(refusal) => write!(formatter, "{refusal}"),
            Self::Denied(denied) => write!(formatter, "{denied}"),
            Self::GivenUp => formatter.write_str("The caller hung up, so the operation was given up"),
            Self::Store(error) => write!(formatter, "{error}"),
        }
    }
}

impl Refusal {
    /// Whether a reference leads to nothing: it is no id and no ARN, or nothing has it.
    pub(crate) const fn is_of_nothing(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::NotAReference { .. })
    }

    /// The refusal of a name that another resource of its type has, in this member of the request.
    pub(crate) const fn taken(kind: ResourceType, member: &'static str) -> Self {
        Self::Taken { kind, member }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<IamRefusal> for Refusal {
    fn from(refusal: IamRefusal) -> Self {
        Self::Iam(refusal)
    }
}

impl From<AssociationRefusal> for Refusal {
    fn from(refusal: AssociationRefusal) -> Self {
        Self::Association(refusal)
    }
}

impl From<FederationRefusal> for Refusal {
    fn from(refusal: FederationRefusal) -> Self {
        Self::Federation(refusal)
    }
}

impl From<PredefinedAttributeRefusal> for Refusal {
    fn from(refusal: PredefinedAttributeRefusal) -> Self {
        Self::PredefinedAttribute(refusal)
    }
}

impl From<TakeoverRefusal> for Refusal {
    fn from(refusal: TakeoverRefusal) -> Self {
        Self::Takeover(refusal)
    }
}

impl From<Vec<Breach>> for Refusal {
    fn from(breaches: Vec<Breach>) -> Self {
        Self::Rules(breaches)
    }
}

/// Refuses a request that breaks rules.
pub(crate) fn refuse(breaches: Vec<Breach>) -> Result<(), Refusal> {
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Rules(breaches))
    }
}

/// Makes a refusal of a failed write that cannot meet a taken entry.
pub(crate) fn write_failed(error: WriteError) -> Refusal {
    match error {
        WriteError::Taken(index) => Refusal::Store(StoreError::Engine(format!("{} is taken", index.name))),
        WriteError::Store(error) => Refusal::Store(error),
    }
}
