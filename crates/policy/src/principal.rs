//! The principals of a trust policy.
//!
//! Source: IAM User Guide, "AWS JSON policy elements: Principal" and "… NotPrincipal" (read November 2026).

use crate::error::Fault;

/// A caller, with every name by which a policy may mean it.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'c> {
    /// The account, twelve digits.
    pub account: &'c str,
    /// The caller's ARNs: a user's own; of a session, the role's and the session's. If a policy was written
    /// for another principal of the same ARN, the caller of this crate must leave that ARN out.
    pub arns: &'c [&'c str],
    /// The unique id of the user or, of a session, the role; none of a root.
    pub id: Option<&'c str>,
}

/// One entry of a `Principal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    /// `*`
    Everyone,
    /// An account's id, or the ARN of its root.
    Account {
        /// The id.
        id: Box<str>,
        /// What stands in the policy.
        text: Box<str>,
    },
    /// A user, role or session.
    Arn(Box<str>),
    /// The unique id of a user or role.
    Id(Box<str>),
    /// A service or a federated identity, which never signs with keys.
    Other,
}

/// In which sense a trust policy names a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trusted {
    /// Through the account: the account's own policies must allow the caller too.
    Account,
    /// In person, or as everyone.
    Principal,
}

impl Principal {
    /// Reads an entry under `AWS`.
    pub(crate) fn aws(text: &str) -> Result<Self, Fault> {
        let refused = |why| {
            Err(Fault::Principal {
                got: text.to_owned(),
                why,
            })
        };
        if text == "*" {
            return Ok(Self::Everyone);
        }
        if text.contains(['*', '?']) {
            return refused(
                "a wildcard stands for everyone or for nobody; name each principal, or use aws:PrincipalArn in a condition",
            );
        }
        if is_account(text) {
            return Ok(Self::Account {
                id: text.into(),
                text: text.into(),
            });
        }
        if is_unique_id(text) {
            return Ok(Self::Id(text.into()));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts[..] {
            ["arn", _, "iam", "", account, "root"] if is_account(account) => Ok(Self::Account {
                id: account.into(),
                text: text.into(),
            }),
            ["arn", _, "iam" | "sts", "", account, name] if is_account(account) && name.contains('/') => {
                Ok(Self::Arn(text.into()))
            }
            _ => refused(
                "use an account's id, the ARN of an account, user, role or session, or the unique id of a user or role",
            ),
        }
    }

    /// What stands in the policy of an account, user, role or session.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Account { text, .. } | Self::Arn(text) | Self::Id(text) => Some(text),
            Self::Everyone | Self::Other => None,
        }
    }

    fn names(&self, caller: &Caller<'_>) -> Option<Trusted> {
        match self {
            Self::Everyone => Some(Trusted::Principal),
            Self::Account { id, .. } => (**id == *caller.account).then_some(Trusted::Account),
            Self::Arn(arn) => caller.arns.contains(&&**arn).then_some(Trusted::Principal),
            Self::Id(id) => (caller.id == Some(&**id)).then_some(Trusted::Principal),
            Self::Other => None,
        }
    }

    /// Whether the caller is exactly this; an account is its root user only.
    fn is(&self, caller: &Caller<'_>) -> bool {
        match self {
            Self::Everyone => true,
            Self::Account { id, .. } => caller.arns.iter().any(|arn| {
                let root = arn.strip_suffix(":root");
                root.is_some_and(|rest| rest.rsplit(':').next() == Some(id))
            }),
            Self::Arn(arn) => caller.arns.contains(&&**arn),
            Self::Id(id) => caller.id == Some(&**id),
            Self::Other => false,
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it has the form of the unique id of a user or role. Source: IAM User Guide, "IAM identifiers".
fn is_unique_id(text: &str) -> bool {
    let rest = text.strip_prefix("AIDA").or_else(|| text.strip_prefix("AROA"));
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    rest.is_some_and(|rest| (12..=124).contains(&rest.len()) && rest.bytes().all(is_letter))
}

/// A `Principal` or `NotPrincipal`.
#[derive(Clone, Debug)]
pub(crate) struct Principals {
    pub(crate) negated: bool,
    pub(crate) entries: Box<[Principal]>,
}

impl Principals {
    /// How the caller is meant; `None` if not. An account under `NotPrincipal` excepts its root user, not
    /// everyone in it.
    pub(crate) fn names(&self, caller: &Caller<'_>) -> Option<Trusted> {
        if self.negated {
            let excepted = self.entries.iter().any(|entry| entry.is(caller));
            return (!excepted).then_some(Trusted::Principal);
        }
        self.entries.iter().filter_map(|entry| entry.names(caller)).max()
    }
}
