//! The types of resource that operations name, one row each.

use std::fmt;

use crate::service::Service;

/// What a resource belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// An account, in every Region.
    Account,
    /// An account in a Region.
    AccountRegion,
    /// An instance.
    Instance,
}

impl fmt::Display for Parent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Account => "account",
            Self::AccountRegion => "account and Region",
            Self::Instance => "instance",
        })
    }
}

/// The facts about a type of resource. Source: service authorization reference, API references.
struct Row {
    service: Service,
    word: &'static str,
    label: &'static str,
    arn_word: Option<&'static str>,
    cloudtrail: &'static str,
    noun: &'static str,
    parent: Parent,
}

macro_rules! resource_types {
    ($($(#[$documentation:meta])* $variant:ident $row:tt,)*) => {
        /// A type of resource that operations name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ResourceType {
            $($(#[$documentation])* $variant),*
        }

        impl ResourceType {
            /// Every type.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            const fn row(self) -> &'static Row {
                match self {
                    $(Self::$variant => const { &Row $row }),*
                }
            }
        }
    };
}

resource_types! {
    /// A contact centre.
    Instance {
        service: Service::Connect,
        word: "instance",
        label: "InstanceId",
        arn_word: None,
        cloudtrail: "AWS::Connect::Instance",
        noun: "instance",
        parent: Parent::AccountRegion,
    },
    /// A user, called `agent` in ARNs.
    User {
        service: Service::Connect,
        word: "user",
        label: "UserId",
        arn_word: Some("agent"),
        cloudtrail: "AWS::Connect::User",
        noun: "user",
        parent: Parent::Instance,
    },
    /// The user that a caller stands for at GetFederationToken, called `user` in ARNs. Its id is the caller's `aws:userid`. Source:
    /// the administrator guide on SAML.
    FederatedUser {
        service: Service::Connect,
        word: "federated-user",
        label: "FederatedUserId",
        arn_word: Some("user"),
        cloudtrail: "AWS::Connect::User",
        noun: "user",
        parent: Parent::Instance,
    },
    /// A set of permissions.
    SecurityProfile {
        service: Service::Connect,
        word: "security-profile",
        label: "SecurityProfileId",
        arn_word: Some("security-profile"),
        cloudtrail: "AWS::Connect::SecurityProfile",
        noun: "security profile",
        parent: Parent::Instance,
    },
    /// The channels and queues of a user.
    RoutingProfile {
        service: Service::Connect,
        word: "routing-profile",
        label: "RoutingProfileId",
        arn_word: Some("routing-profile"),
        cloudtrail: "AWS::Connect::RoutingProfile",
        noun: "routing profile",
        parent: Parent::Instance,
    },
    /// A place in the hierarchy, called `agent-group` in ARNs.
    HierarchyGroup {
        service: Service::Connect,
        word: "hierarchy-group",
        label: "HierarchyGroupId",
        arn_word: Some("agent-group"),
        cloudtrail: "AWS::Connect::UserHierarchyGroup",
        noun: "hierarchy group",
        parent: Parent::Instance,
    },
    /// A level of the hierarchy, called `agent-group-level` in ARNs. That is assumed, as is the type in events: the
    /// service authorization reference has no such resource.
    HierarchyLevel {
        service: Service::Connect,
        word: "hierarchy-level",
        label: "HierarchyLevelId",
        arn_word: Some("agent-group-level"),
        cloudtrail: "AWS::Connect::UserHierarchyLevel",
        noun: "hierarchy level",
        parent: Parent::Instance,
    },
    /// What an agent can say of themself, called `agent-state` in ARNs.
    AgentStatus {
        service: Service::Connect,
        word: "agent-status",
        label: "AgentStatusId",
        arn_word: Some("agent-state"),
        cloudtrail: "AWS::Connect::AgentStatus",
        noun: "agent status",
        parent: Parent::Instance,
    },
    /// Where contacts wait.
    Queue {
        service: Service::Connect,
        word: "queue",
        label: "QueueId",
        arn_word: Some("queue"),
        cloudtrail: "AWS::Connect::Queue",
        noun: "queue",
        parent: Parent::Instance,
    },
    /// When contacts are taken, called `operating-hours` in ARNs.
    HoursOfOperation {
        service: Service::Connect,
        word: "hours-of-operation",
        label: "HoursOfOperationId",
        arn_word: Some("operating-hours"),
        cloudtrail: "AWS::Connect::HoursOfOperation",
        noun: "hours of operation",
        parent: Parent::Instance,
    },
    /// What agents transfer contacts to, called `transfer-destination` in ARNs.
    QuickConnect {
        service: Service::Connect,
        word: "quick-connect",
        label: "QuickConnectId",
        arn_word: Some("transfer-destination"),
        cloudtrail: "AWS::Connect::QuickConnect",
        noun: "quick connect",
        parent: Parent::Instance,
    },
    /// What happens to a contact. There are none: requests name them, and policies speak of them.
    ContactFlow {
        service: Service::Connect,
        word: "contact-flow",
        label: "ContactFlowId",
        arn_word: Some("contact-flow"),
        cloudtrail: "AWS::Connect::ContactFlow",
        noun: "flow",
        parent: Parent::Instance,
    },
    /// Which pages users see.
    Workspace {
        service: Service::Connect,
        word: "workspace",
        label: "WorkspaceId",
        arn_word: Some("workspace"),
        cloudtrail: "AWS::Connect::Workspace",
        noun: "workspace",
        parent: Parent::Instance,
    },
    /// A message to users.
    Notification {
        service: Service::Connect,
        word: "notification",
        label: "NotificationId",
        arn_word: Some("notification"),
        cloudtrail: "AWS::Connect::Notification",
        noun: "notification",
        parent: Parent::Instance,
    },
    /// From where, and for how long, users are signed in.
    AuthenticationProfile {
        service: Service::Connect,
        word: "authentication-profile",
        label: "AuthenticationProfileId",
        arn_word: Some("authentication-profile"),
        cloudtrail: "AWS::Connect::AuthenticationProfile",
        noun: "authentication profile",
        parent: Parent::Instance,
    },
    /// A telephone number. There are none.
    PhoneNumber {
        service: Service::Connect,
        word: "phone-number",
        label: "PhoneNumberId",
        arn_word: None,
        cloudtrail: "AWS::Connect::PhoneNumber",
        noun: "telephone number",
        parent: Parent::AccountRegion,
    },
    /// A telephone number as `ListPhoneNumbers` has it. There are none.
    LegacyPhoneNumber {
        service: Service::Connect,
        word: "legacy-phone-number",
        label: "PhoneNumberId",
        arn_word: Some("phone-number"),
        cloudtrail: "AWS::Connect::PhoneNumber",
        noun: "telephone number",
        parent: Parent::Instance,
    },
    /// Words that transcriptions know. There are none.
    Vocabulary {
        service: Service::Connect,
        word: "vocabulary",
        label: "VocabularyId",
        arn_word: Some("vocabulary"),
        cloudtrail: "AWS::Connect::Vocabulary",
        noun: "vocabulary",
        parent: Parent::Instance,
    },
    /// What divides contacts between Regions. There are none.
    TrafficDistributionGroup {
        service: Service::Connect,
        word: "traffic-distribution-group",
        label: "TrafficDistributionGroupId",
        arn_word: None,
        cloudtrail: "AWS::Connect::TrafficDistributionGroup",
        noun: "traffic distribution group",
        parent: Parent::AccountRegion,
    },
    /// What delivers the audit of an account in a Region.
    Trail {
        service: Service::CloudTrail,
        word: "trail",
        label: "Name",
        arn_word: Some("trail"),
        cloudtrail: "AWS::CloudTrail::Trail",
        noun: "trail",
        parent: Parent::AccountRegion,
    },
    /// A user of IAM.
    IamUser {
        service: Service::Iam,
        word: "user",
        label: "UserName",
        arn_word: Some("user"),
        cloudtrail: "AWS::IAM::User",
        noun: "user",
        parent: Parent::Account,
    },
    /// A role of IAM.
    IamRole {
        service: Service::Iam,
        word: "role",
        label: "RoleName",
        arn_word: Some("role"),
        cloudtrail: "AWS::IAM::Role",
        noun: "role",
        parent: Parent::Account,
    },
    /// A managed policy of IAM.
    IamPolicy {
        service: Service::Iam,
        word: "policy",
        label: "PolicyArn",
        arn_word: Some("policy"),
        cloudtrail: "AWS::IAM::Policy",
        noun: "policy",
        parent: Parent::Account,
    },
}

impl ResourceType {
    /// The type that declarations of a service's operations call by this word. `user` means a user of
    /// Connect there and at Roster, and a user of IAM everywhere else.
    pub(crate) const fn declared(service: Service, word: &str) -> Self {
        let is_connect = matches!(service, Service::Connect | Service::Roster);
        let mut index = 0;
        while index < Self::ALL.len() {
            let row = Self::ALL[index].row();
            if is_connect == matches!(row.service, Service::Connect) && equal(row.word, word) {
                return Self::ALL[index];
            }
            index += 1;
        }
        panic!("the declaration names a type of resource that does not exist")
    }

    /// The type of the resource that has this ARN.
    pub fn of_arn(arn: &str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':').skip(2);
        let (service, resource) = (parts.next()?, parts.nth(2)?);
        let words: Vec<&str> = resource.split('/').collect();
        let is_it = |kind: &&Self| {
            let row = kind.row();
            row.service.name() == service
                && match (row.parent, &words[..]) {
                    (Parent::AccountRegion, [word, _]) => *word == row.word,
                    (Parent::Instance, [_, _, word, _]) | (Parent::Account, [word, _, ..]) => {
                        Some(*word) == row.arn_word
                    }
                    _ => false,
                }
        };
        Self::ALL.iter().find(is_it).copied()
    }

    /// The request member that holds the resource's id, ARN or name.
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// The word in declarations, and in the ARN of what belongs to no instance.
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// The word in an ARN, for what belongs to an instance after `instance/<id>/`; none for what belongs to no
    /// instance, as the instance itself.
    pub const fn arn_word(self) -> Option<&'static str> {
        self.row().arn_word
    }

    /// The service that it belongs to.
    pub const fn service(self) -> Service {
        self.row().service
    }

    /// The type as CloudTrail's events have it.
    pub const fn cloudtrail(self) -> &'static str {
        self.row().cloudtrail
    }

    /// The type as a `ResourceInUseException` has it; none of the types that the exception has no word for. Source: the
    /// exception's shape in botocore.
    pub const fn in_use_word(self) -> Option<&'static str> {
        match self {
            Self::Instance => Some("INSTANCE"),
            Self::User => Some("USER"),
            Self::HierarchyGroup => Some("HIERARCHY_GROUP"),
            Self::HierarchyLevel => Some("HIERARCHY_LEVEL"),
            Self::PhoneNumber => Some("PHONE_NUMBER"),
            Self::FederatedUser
            | Self::SecurityProfile
            | Self::RoutingProfile
            | Self::AgentStatus
            | Self::Queue
            | Self::HoursOfOperation
            | Self::QuickConnect
            | Self::ContactFlow
            | Self::LegacyPhoneNumber
            | Self::Vocabulary
            | Self::TrafficDistributionGroup
            | Self::Workspace
            | Self::Notification
            | Self::AuthenticationProfile
            | Self::Trail
            | Self::IamUser
            | Self::IamRole
            | Self::IamPolicy => None,
        }
    }

    /// The noun in messages.
    pub const fn noun(self) -> &'static str {
        self.row().noun
    }

    /// Whether the noun is a plural.
    pub const fn is_plural(self) -> bool {
        matches!(self, Self::HoursOfOperation)
    }

    /// What it belongs to.
    pub const fn parent(self) -> Parent {
        self.row().parent
    }
}

const fn equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_the_type_of_its_resource() {
        let instance = "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
        let id = "87654321-2222-1234-1234-111234567891";
        assert_eq!(ResourceType::of_arn(instance), Some(ResourceType::Instance));
        for kind in ResourceType::ALL {
            let word = kind.arn_word().unwrap_or_default();
            let arn = match kind.parent() {
                Parent::AccountRegion => {
                    let service = kind.row().service.name();
                    format!("arn:aws:{service}:us-east-1:123456789012:{}/{id}", kind.word())
                }
                Parent::Instance => format!("{instance}/{word}/{id}"),
                Parent::Account => format!("arn:aws:iam::123456789012:{word}/team/ana"),
            };
            assert_eq!(ResourceType::of_arn(&arn), Some(*kind), "{arn}");
        }
    }

    #[test]
    fn other_arns_have_no_type() {
        for arn in [
            "",
            "arn:aws:connect:us-east-1:123456789012:instance",
            "arn:aws:connect:us-east-1:123456789012:instance/1/contact/2",
            "arn:aws:connect:us-east-1:123456789012:user/ana",
            "arn:aws:iam::123456789012:root",
            "arn:aws:sts::123456789012:assumed-role/r/s",
        ] {
            assert_eq!(ResourceType::of_arn(arn), None, "{arn}");
        }
    }
}
