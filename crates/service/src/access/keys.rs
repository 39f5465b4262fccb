//! The condition keys that requests have: one table, by which policies are evaluated, searched for
//! keys that no request has, and documented (docs/guide/access.md).
//!
//! Sources: the IAM user guide on global condition keys and on principal key values; the service
//! authorization reference on the keys of IAM, STS and Connect; docs/guide/access.md on Roster's own.

use roster_model::operation::Description;
use roster_model::resource_type::ResourceType;
use roster_model::service::Service;
use roster_policy::ConditionKey;

use super::resources::{are_named, reads_tags};

/// A condition key that requests have.
#[derive(Debug)]
pub struct SuppliedKey {
    pub(super) key: Key,
    /// Its name, as AWS spells it; for each tag, up to the slash.
    pub name: &'static str,
    /// Which requests have it.
    pub when: When,
}

/// Which requests have a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Every one.
    Always,
    /// Those of users of IAM.
    OfUsers,
    /// Those that are made with temporary credentials.
    OfSessions,
    /// Requests in sessions that have the value.
    OfSessionsThatHaveIt,
    /// Those of principals that have such a tag.
    OfTagged,
    /// Those that have this header.
    Header(&'static str),
    /// Those that have one of these members.
    Member(&'static [&'static str]),
    /// Those about a resource of one of these types that has such a tag.
    About(&'static [ResourceType]),
    /// Those of these operations of Connect.
    Connect(&'static [&'static str]),
    /// Those of these operations of IAM.
    Iam(&'static [&'static str]),
}

macro_rules! keys {
    ($($key:ident $name:literal $when:expr;)*) => {
        /// The keys of [`SUPPLIED`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Key {
            $($key,)*
        }

        /// Every condition key that requests have.
        pub const SUPPLIED: &[SuppliedKey] = &[
            $(SuppliedKey { key: Key::$key, name: $name, when: $when },)*
        ];
    };
}

keys! {
    CurrentTime "aws:CurrentTime" When::Always;
    EpochTime "aws:EpochTime" When::Always;
    SourceIp "aws:SourceIp" When::Always;
    SecureTransport "aws:SecureTransport" When::Always;
    UserAgent "aws:UserAgent" When::Header("user-agent");
    Referer "aws:Referer" When::Header("referer");
    RequestedRegion "aws:RequestedRegion" When::Always;
    ViaAwsService "aws:ViaAWSService" When::Always;
    PrincipalIsAwsService "aws:PrincipalIsAWSService" When::Always;
    PrincipalArn "aws:PrincipalArn" When::Always;
    PrincipalAccount "aws:PrincipalAccount" When::Always;
    PrincipalType "aws:PrincipalType" When::Always;
    PrincipalTag "aws:PrincipalTag" When::OfTagged;
    UserId "aws:userid" When::Always;
    Username "aws:username" When::OfUsers;
    TokenIssueTime "aws:TokenIssueTime" When::OfSessions;
    MultiFactorAuthPresent "aws:MultiFactorAuthPresent" When::OfSessions;
    SourceIdentity "aws:SourceIdentity" When::OfSessionsThatHaveIt;
    RequestTag "aws:RequestTag" When::Member(TAGS);
    TagKeys "aws:TagKeys" When::Member(TAGS_OR_KEYS);
    ResourceAccount "aws:ResourceAccount" When::Always;
    ResourceTag "aws:ResourceTag" When::About(TAGGED);
    InstanceId "connect:InstanceId" When::Member(&["InstanceId"]);
    SearchTag "connect:SearchTag" When::Member(&["SearchFilter"]);
    StorageResourceType "connect:StorageResourceType" When::Connect(STORING);
    IamPolicyArn "iam:PolicyARN" When::Iam(ATTACHING);
    IamPermissionsBoundary "iam:PermissionsBoundary" When::Iam(BOUNDED);
    IamResourceTag "iam:ResourceTag" When::About(ENTITIES);
    ExternalId "sts:ExternalId" When::Member(&["ExternalId"]);
    RoleSessionName "sts:RoleSessionName" When::Member(&["RoleSessionName"]);
    StsSourceIdentity "sts:SourceIdentity" When::Member(&["SourceIdentity"]);
    TransitiveTagKeys "sts:TransitiveTagKeys" When::Member(&["TransitiveTagKeys"]);
    ChangedIdentityField "roster:ChangedIdentityField" When::Member(&["IdentityInfo"]);
    EmailDomain "roster:EmailDomain" When::Member(&["IdentityInfo"]);
}

/// The members that bring tags.
pub(super) const TAGS: &[&str] = &["Tags", "tags"];

/// The members that bring tags or their keys.
pub(super) const TAGS_OR_KEYS: &[&str] = &["Tags", "tags", "TagKeys", "tagKeys"];

/// What has tags. Source: the service authorization reference's tables of resource types.
const TAGGED: &[ResourceType] = ResourceType::ALL;

/// What `iam:ResourceTag` is of.
pub(super) const ENTITIES: &[ResourceType] = &[ResourceType::IamUser, ResourceType::IamRole];

/// What has `connect:StorageResourceType`, in `ResourceType`. A list has it not.
const STORING: &[&str] = &[
    "AssociateInstanceStorageConfig",
    "DescribeInstanceStorageConfig",
    "UpdateInstanceStorageConfig",
    "DisassociateInstanceStorageConfig",
];

/// What has `iam:PolicyARN`.
const ATTACHING: &[&str] = &[
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachRolePolicy",
    "DetachRolePolicy",
];

/// What has `iam:PermissionsBoundary`: the boundary that the request sets, or else that of its user or
/// role.
const BOUNDED: &[&str] = &[
    "CreateUser",
    "PutUserPolicy",
    "DeleteUserPolicy",
    "PutUserPermissionsBoundary",
    "DeleteUserPermissionsBoundary",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "CreateRole",
    "GetRole",
    "DeleteRole",
    "PutRolePolicy",
    "DeleteRolePolicy",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
    "AttachRolePolicy",
    "DetachRolePolicy",
];

/// Keys that AWS has and no request here, with the reason.
const ABSENT: &[(&str, &str)] = &[
    ("aws:CalledVia", NO_SERVICES),
    ("aws:CalledViaFirst", NO_SERVICES),
    ("aws:CalledViaLast", NO_SERVICES),
    ("aws:PrincipalServiceName", NO_SERVICES),
    ("aws:PrincipalServiceNamesList", NO_SERVICES),
    ("aws:SourceArn", NO_SERVICES),
    ("aws:SourceAccount", NO_SERVICES),
    ("aws:SourceOrgID", NO_SERVICES),
    ("aws:SourceOrgPaths", NO_SERVICES),
    ("iam:PassedToService", NO_SERVICES),
    ("sts:AWSServiceName", NO_SERVICES),
    ("aws:MultiFactorAuthAge", "there are no MFA devices"),
    ("aws:FederatedProvider", "there are no identity providers"),
    ("aws:PrincipalOrgID", NO_ORGANIZATIONS),
    ("aws:PrincipalOrgPaths", NO_ORGANIZATIONS),
    ("aws:ResourceOrgID", NO_ORGANIZATIONS),
    ("aws:ResourceOrgPaths", NO_ORGANIZATIONS),
    ("aws:AssumedRoot", NO_ORGANIZATIONS),
    ("aws:SourceVpc", NO_NETWORKS),
    ("aws:SourceVpcArn", NO_NETWORKS),
    ("aws:SourceVpce", NO_NETWORKS),
    ("aws:VpcSourceIp", NO_NETWORKS),
    ("aws:VpceAccount", NO_NETWORKS),
    ("aws:VpceOrgID", NO_NETWORKS),
    ("aws:VpceOrgPaths", NO_NETWORKS),
    ("aws:Ec2InstanceSourceVpc", NO_NETWORKS),
    ("aws:Ec2InstanceSourcePrivateIPv4", NO_NETWORKS),
    ("ec2:SourceInstanceArn", NO_NETWORKS),
    ("lambda:SourceFunctionArn", NO_SERVICES),
    ("iam:RoleTemplateARN", "there are no role templates"),
];
const NO_SERVICES: &str = "no service of AWS calls here";
const NO_ORGANIZATIONS: &str = "there are no organizations";
const NO_NETWORKS: &str = "there are no virtual networks";

impl Key {
    /// The key that a policy names; none if no request has it.
    pub(super) fn of(key: &ConditionKey) -> Option<Self> {
        let supplied = SUPPLIED
            .iter()
            .find(|supplied| supplied.name.eq_ignore_ascii_case(key.name()))?;
        Some(supplied.key).filter(|found| found.is_of_a_tag() == key.tag().is_some())
    }

    /// Its row in the table.
    pub(super) const fn supplied(self) -> &'static SuppliedKey {
        &SUPPLIED[self as usize]
    }

    /// Whether the name of a tag follows.
    pub(super) const fn is_of_a_tag(self) -> bool {
        matches!(
            self,
            Self::PrincipalTag
                | Self::RequestTag
                | Self::ResourceTag
                | Self::IamResourceTag
                | Self::SearchTag
        )
    }
}

impl SuppliedKey {
    /// Its whole name, for a tag if it is one of tags.
    pub fn of_tag(&self, tag: &str) -> String {
        if self.key.is_of_a_tag() {
            format!("{}/{tag}", self.name)
        } else {
            self.name.to_owned()
        }
    }
}

impl When {
    /// Whether a request of this operation may have the key.
    pub fn includes(self, operation: &Description) -> bool {
        match self {
            Self::Always
            | Self::OfUsers
            | Self::OfSessions
            | Self::OfSessionsThatHaveIt
            | Self::OfTagged
            | Self::Header(_) => true,
            Self::Member(members) => {
                let request = operation.request();
                members.iter().any(|member| request.member(member).is_some())
            }
            Self::About(kinds) => operation.resources.iter().any(|resource| {
                let kind = resource.kind;
                kinds.contains(&kind) && is_named(operation, kind) && reads_tags(operation, kind)
            }),
            Self::Connect(names) => operation.service == Service::Connect && names.contains(&operation.name),
            Self::Iam(names) => operation.service == Service::Iam && names.contains(&operation.name),
        }
    }
}

/// Whether an operation is about something of a type that is there, and not to be made.
fn is_named(operation: &Description, kind: ResourceType) -> bool {
    let has = |member: &str| operation.request().member(member).is_some();
    let names = are_named(operation, kind);
    if ENTITIES.contains(&kind) {
        !has("Path") && (names || has("PolicySourceArn") || has("RoleArn"))
    } else {
        names
    }
}

/// Why no request has a key, as far as that is known.
pub(super) fn why_absent(key: &ConditionKey) -> &'static str {
    let absent = ABSENT
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key.as_str()));
    absent.map_or("no request has such a key here", |(_, why)| why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_found_by_its_name_in_whatever_case() {
        for supplied in SUPPLIED {
            let tag = if supplied.key.is_of_a_tag() { "/team" } else { "" };
            for name in [supplied.name.to_owned(), supplied.name.to_uppercase()] {
                let key = ConditionKey::parse(&format!("{name}{tag}")).expect("a key");
                assert_eq!(Key::of(&key), Some(supplied.key), "{key}");
            }
            assert_eq!(supplied.key.supplied().name, supplied.name);
            let otherwise = if supplied.key.is_of_a_tag() { "" } else { "/team" };
            let key = ConditionKey::parse(&format!("{}{otherwise}", supplied.name)).expect("a key");
            assert_eq!(Key::of(&key), None, "{key}");
        }
    }

    #[test]
    fn no_key_is_both_there_and_absent() {
        for (name, _) in ABSENT {
            let key = ConditionKey::parse(name).expect("a key");
            assert_eq!(Key::of(&key), None, "{name}");
        }
    }

    #[test]
    fn operations_that_have_a_key_are_there() {
        for name in ATTACHING.iter().chain(BOUNDED) {
            assert!(
                roster_model::operations::find(Service::Iam, name).is_some(),
                "{name}"
            );
        }
        for name in STORING {
            let operation = roster_model::operations::find(Service::Connect, name).expect(name);
            assert!(operation.request().member("ResourceType").is_some(), "{name}");
        }
    }

    #[test]
    fn the_guide_lists_every_key() {
        let guide = include_str!("../../../../docs/guide/access.md");
        for supplied in SUPPLIED {
            let tag = if supplied.key.is_of_a_tag() { "/KEY" } else { "" };
            assert!(
                guide.contains(&format!("`{}{tag}`", supplied.name)),
                "{}",
                supplied.name
            );
        }
        for (name, _) in ABSENT {
            assert!(guide.contains(&format!("`{name}`")), "{name}");
        }
    }
}
