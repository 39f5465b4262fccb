//! Roles.

use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::TagListType;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A role: a principal that others take on for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct IamRole {
    /// The account.
    pub account: Box<str>,
    /// The unique id, `AROA…`.
    pub id: String,
    /// The name, as it was given.
    pub name: String,
    /// The path.
    pub path: String,
    /// The trust policy, as it was given.
    pub trust_policy: String,
    /// Which users and roles the ARNs in the trust policy meant when it was given; none of a role that was
    /// stored before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principals: Option<Vec<TrustedPrincipal>>,
    /// What the role is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How long a session may last, in seconds.
    pub max_session_duration: i32,
    /// When the role was made.
    pub create_date: Timestamp,
    /// The id of the managed policy that is the permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary_id: Option<String>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagListType>,
}

/// A user or role that a trust policy names by an ARN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct TrustedPrincipal {
    /// The ARN: a user's, a role's, or that of a session of a role.
    pub arn: String,
    /// The account of the user or role.
    pub account: Box<str>,
    /// Its unique id, `AIDA…` or `AROA…`.
    pub id: String,
}

impl IamRole {
    /// By account and name; case does not count.
    pub const BY_NAME: Index = Index { name: "name" };
    /// By permissions boundary and id.
    pub const BY_BOUNDARY: Index = Index { name: "boundary" };
}

impl Record for IamRole {
    const KIND: &'static Kind = &Kind {
        name: "iam_role",
        indexes: &[Self::BY_NAME, Self::BY_BOUNDARY],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        super::key_of(&self.account, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let name = super::named(&Self::BY_NAME, &self.account, &self.name);
        let boundary = super::keys::bounded(&Self::BY_BOUNDARY, self.boundary_id.as_deref(), &self.id);
        [Some(name), boundary].into_iter().flatten().collect()
    }
}
