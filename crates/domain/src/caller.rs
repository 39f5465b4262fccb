//! The caller of a request: a principal of IAM in a Region.

use std::sync::Arc;

use roster_model::resource_type::ResourceType;
use roster_model::shapes::Timestamp;

use crate::arn::AccountRegion;
use crate::id::Id;

/// The caller of a request, and the account and Region that it sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account of the principal in the Region of the signature.
    pub account_region: AccountRegion,
    /// The principal.
    pub principal: Principal,
}

/// What a principal is called that has proven nothing. Source: the IAM user guide on `aws:PrincipalType`.
pub const ANONYMOUS: &str = "anonymous";

/// A principal. Source: the IAM user guide on principals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// The account itself: it may do everything, and has no policy.
    Root,
    /// A user of IAM.
    User(Arc<UserPrincipal>),
    /// A session of a role.
    Session(Arc<RoleSession>),
    /// A user of an instance, signed in at the pages.
    ConnectUser(Arc<ConnectUserPrincipal>),
    /// An anonymous visitor of the pages.
    Visitor,
    /// A caller of a server with `--access off`: nothing is proven, and everything is allowed.
    Unproven,
}

/// A user of an instance, as a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectUserPrincipal {
    /// The instance.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The session.
    pub session_id: Id,
}

/// A user of IAM, as a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPrincipal {
    /// The name, unique in the account.
    pub name: String,
    /// The path, such as `/` or `/team/`.
    pub path: String,
    /// The unique id, `AIDA…`.
    pub id: String,
    /// The tags: what `aws:PrincipalTag` sees.
    pub tags: Vec<(String, String)>,
}

/// A session of a role, as a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleSession {
    /// The role's name, unique in the account.
    pub role_name: String,
    /// The role's path.
    pub role_path: String,
    /// The role's unique id, `AROA…`.
    pub role_id: String,
    /// What the session is called.
    pub session_name: String,
    /// The tags: what `aws:PrincipalTag` sees.
    pub tags: Vec<(String, String)>,
    /// The keys of those tags that go on to sessions begun in this one.
    pub transitive_tag_keys: Vec<String>,
    /// When its credentials were issued; none for an imagined session.
    pub issued: Option<Timestamp>,
    /// The source identity, if one was given.
    pub source_identity: Option<String>,
}

impl Principal {
    /// The unique id of the user of IAM or, of a session, of the role; none of others.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Root | Self::ConnectUser(_) | Self::Visitor | Self::Unproven => None,
            Self::User(user) => Some(&user.id),
            Self::Session(session) => Some(&session.role_id),
        }
    }
}

impl Caller {
    /// Whether the principal is a visitor of the pages.
    pub fn is_visitor(&self) -> bool {
        self.principal == Principal::Visitor
    }

    /// The ARN of the principal; `anonymous` for one who has proven nothing. Source: the IAM user guide on identifiers.
    pub fn arn(&self) -> String {
        let AccountRegion { account, .. } = &self.account_region;
        let partition = self.account_region.partition();
        match &self.principal {
            Principal::Root => format!("arn:{partition}:iam::{account}:root"),
            Principal::User(user) => self.account_region.iam("user", &user.path, &user.name),
            Principal::Session(session) => format!(
                "arn:{partition}:sts::{account}:assumed-role/{}/{}",
                session.role_name, session.session_name
            ),
            Principal::ConnectUser(user) => self
                .account_region
                .resource(ResourceType::User, &user.instance_id, &user.user_id)
                .into(),
            Principal::Visitor | Principal::Unproven => ANONYMOUS.to_owned(),
        }
    }

    /// The ARN of the role of a session; none for other principals.
    pub fn session_issuer(&self) -> Option<String> {
        let AccountRegion { account, .. } = &self.account_region;
        let partition = self.account_region.partition();
        match &self.principal {
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => None,
            Principal::Session(session) => Some(format!(
                "arn:{partition}:iam::{account}:role{}{}",
                session.role_path, session.role_name
            )),
        }
    }

    /// The source identity of a session; none if `AssumeRole` was given none.
    pub fn source_identity(&self) -> Option<&str> {
        match &self.principal {
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => None,
            Principal::Session(session) => session.source_identity.as_deref(),
        }
    }

    /// What AWS calls `aws:userid`. Source: the IAM user guide's table of principal key values.
    pub fn user_id(&self) -> String {
        match &self.principal {
            Principal::Root => self.account_region.account.to_string(),
            Principal::User(user) => user.id.clone(),
            Principal::Session(session) => format!("{}:{}", session.role_id, session.session_name),
            Principal::ConnectUser(user) => user.user_id.to_string(),
            Principal::Visitor | Principal::Unproven => ANONYMOUS.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(principal: Principal) -> Caller {
        Caller {
            account_region: AccountRegion::of_region("123456789012", "eu-west-2").unwrap(),
            principal,
        }
    }

    #[test]
    fn a_principal_is_named_as_aws_names_it() {
        let root = caller(Principal::Root);
        let user = caller(Principal::User(Arc::new(UserPrincipal {
            name: "ana".to_owned(),
            path: "/team/".to_owned(),
            id: "AIDAEXAMPLE".to_owned(),
            tags: Vec::new(),
        })));
        let session = caller(Principal::Session(Arc::new(RoleSession {
            role_name: "HelpDesk".to_owned(),
            role_path: "/team/".to_owned(),
            role_id: "AROAEXAMPLE".to_owned(),
            session_name: "ops".to_owned(),
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            issued: None,
            source_identity: None,
        })));

        let named = [root, user, session].map(|caller| (caller.arn(), caller.user_id()));

        assert_eq!(
            named,
            [
                ("arn:aws:iam::123456789012:root", "123456789012"),
                ("arn:aws:iam::123456789012:user/team/ana", "AIDAEXAMPLE"),
                (
                    "arn:aws:sts::123456789012:assumed-role/HelpDesk/ops",
                    "AROAEXAMPLE:ops"
                ),
            ]
            .map(|(arn, id)| (arn.to_owned(), id.to_owned()))
        );
    }
}
