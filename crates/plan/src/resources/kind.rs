//! The kinds of resources: what each is called, where the API has its members, and the calls that change them.

use serde::{Deserialize, Serialize};

use super::call::ResourceCall;
use super::form::Form;
use crate::references::Target;

/// A kind of resource, in the order in which resources are made: each refers only to kinds before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ResourceKind {
    /// When a queue is open.
    HoursOfOperation,
    /// Where contacts wait.
    Queue,
    /// What users can be good at.
    PredefinedAttribute,
    /// The levels of the hierarchy; there is one such resource.
    HierarchyLevels,
    /// A place in the hierarchy.
    HierarchyGroup,
    /// What agents can say of themselves.
    AgentStatus,
    /// A set of permissions.
    SecurityProfile,
    /// What a user is given to do.
    RoutingProfile,
}

/// A kind as it is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declaration {
    pub(crate) noun: &'static str,
    /// What refers to it finds it so; none if its name is its id, or nothing refers to it.
    pub(crate) target: Option<Target>,
    /// The call that makes one; none if it is always there.
    pub(crate) creation: Option<ResourceCall>,
    /// Where a creation takes its name.
    pub(crate) name: &'static str,
    /// Where calls take its id, and where a creation answers with it.
    pub(crate) id: &'static str,
    /// Where the service answers with its ARN.
    pub(crate) arn: &'static str,
    pub(crate) members: &'static [Member],
}

/// A member as it is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    /// Where the service answers with it, and where calls take it.
    pub(crate) path: &'static str,
    pub(crate) form: Form,
    /// The call that changes it; none if it is only given to a new resource.
    pub(crate) changed_by: Option<ResourceCall>,
    /// Whether a creation takes it even if it is empty.
    pub(crate) is_required: bool,
}

const fn given(name: &'static str, form: Form) -> Member {
    Member {
        name,
        path: name,
        form,
        changed_by: None,
        is_required: false,
    }
}

const fn required(name: &'static str, form: Form) -> Member {
    Member {
        is_required: true,
        ..given(name, form)
    }
}

const fn changed(name: &'static str, form: Form, call: ResourceCall) -> Member {
    Member {
        changed_by: Some(call),
        ..given(name, form)
    }
}

const fn changed_at(name: &'static str, path: &'static str, form: Form, call: ResourceCall) -> Member {
    Member {
        path,
        ..changed(name, form, call)
    }
}

const HOURS: &[Member] = &[
    given("Description", Form::Text),
    given("TimeZone", Form::Text),
    required("Config", Form::List),
];

const QUEUE: &[Member] = &[
    given("Description", Form::Text),
    given("HoursOfOperationId", Form::Named(Target::HoursOfOperation)),
    given("MaxContacts", Form::Number),
];

const ATTRIBUTE: &[Member] = {
    const CALL: ResourceCall = ResourceCall::UpdatePredefinedAttribute;
    &[
        changed_at("Values", "Values.StringList", Form::List, CALL),
        changed("Purposes", Form::Set, CALL),
        changed_at(
            "EnableValueValidationOnAssociation",
            "AttributeConfiguration.EnableValueValidationOnAssociation",
            Form::Flag,
            CALL,
        ),
    ]
};

const LEVELS: &[Member] = &[changed_at(
    "Levels",
    "HierarchyStructure",
    Form::Levels,
    ResourceCall::UpdateUserHierarchyStructure,
)];

const STATUS: &[Member] = {
    const CALL: ResourceCall = ResourceCall::UpdateAgentStatus;
    &[
        changed("Description", Form::Text, CALL),
        changed("State", Form::Choice("ENABLED"), CALL),
        changed("DisplayOrder", Form::Order, CALL),
    ]
};

const SECURITY_PROFILE: &[Member] = {
    const CALL: ResourceCall = ResourceCall::UpdateSecurityProfile;
    &[
        changed("Description", Form::Text, CALL),
        changed("Permissions", Form::Set, CALL),
        changed("AllowedAccessControlTags", Form::Structure, CALL),
        changed("TagRestrictedResources", Form::Set, CALL),
        changed("HierarchyRestrictedResources", Form::Set, CALL),
        changed(
            "AllowedAccessControlHierarchyGroupId",
            Form::Named(Target::HierarchyGroup),
            CALL,
        ),
        changed("Applications", Form::Set, CALL),
        changed("GranularAccessControlConfiguration", Form::Structure, CALL),
    ]
};

const ROUTING_PROFILE: &[Member] = &[
    changed("Description", Form::Text, ResourceCall::UpdateRoutingProfileName),
    changed(
        "MediaConcurrencies",
        Form::Channels,
        ResourceCall::UpdateRoutingProfileConcurrency,
    ),
    changed(
        "DefaultOutboundQueueId",
        Form::Named(Target::Queue),
        ResourceCall::UpdateRoutingProfileDefaultOutboundQueue,
    ),
    changed(
        "AgentAvailabilityTimer",
        Form::Choice("TIME_SINCE_LAST_ACTIVITY"),
        ResourceCall::UpdateRoutingProfileAgentAvailabilityTimer,
    ),
];

impl ResourceKind {
    /// Every kind, in the order in which resources are made.
    pub const ALL: [Self; 8] = [
        Self::HoursOfOperation,
        Self::Queue,
        Self::PredefinedAttribute,
        Self::HierarchyLevels,
        Self::HierarchyGroup,
        Self::AgentStatus,
        Self::SecurityProfile,
        Self::RoutingProfile,
    ];

    pub(crate) const fn declaration(self) -> Declaration {
        match self {
            Self::HoursOfOperation => Declaration {
                noun: "hours of operation",
                target: Some(Target::HoursOfOperation),
                creation: Some(ResourceCall::CreateHoursOfOperation),
                name: "Name",
                id: "HoursOfOperationId",
                arn: "HoursOfOperationArn",
                members: HOURS,
            },
            Self::Queue => Declaration {
                noun: "queue",
                target: Some(Target::Queue),
                creation: Some(ResourceCall::CreateQueue),
                name: "Name",
                id: "QueueId",
                arn: "QueueArn",
                members: QUEUE,
            },
            Self::PredefinedAttribute => Declaration {
                noun: "predefined attribute",
                target: None,
                creation: Some(ResourceCall::CreatePredefinedAttribute),
                name: "Name",
                id: "Name",
                arn: "",
                members: ATTRIBUTE,
            },
            Self::HierarchyLevels => Declaration {
                noun: "hierarchy",
                target: None,
                creation: None,
                name: "",
                id: "",
                arn: "",
                members: LEVELS,
            },
            Self::HierarchyGroup => Declaration {
                noun: "hierarchy group",
                target: Some(Target::HierarchyGroup),
                creation: Some(ResourceCall::CreateUserHierarchyGroup),
                name: "Name",
                id: "HierarchyGroupId",
                arn: "Arn",
                members: &[],
            },
            Self::AgentStatus => Declaration {
                noun: "agent status",
                target: Some(Target::AgentStatus),
                creation: Some(ResourceCall::CreateAgentStatus),
                name: "Name",
                id: "AgentStatusId",
                arn: "AgentStatusARN",
                members: STATUS,
            },
            Self::SecurityProfile => Declaration {
                noun: "security profile",
                target: Some(Target::SecurityProfile),
                creation: Some(ResourceCall::CreateSecurityProfile),
                name: "SecurityProfileName",
                id: "SecurityProfileId",
                arn: "Arn",
                members: SECURITY_PROFILE,
            },
            Self::RoutingProfile => Declaration {
                noun: "routing profile",
                target: Some(Target::RoutingProfile),
                creation: Some(ResourceCall::CreateRoutingProfile),
                name: "Name",
                id: "RoutingProfileId",
                arn: "RoutingProfileArn",
                members: ROUTING_PROFILE,
            },
        }
    }

    /// The kind that a reference is to; none if none has it.
    pub fn of_target(target: Target) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.target() == Some(target))
    }

    /// What it is called.
    pub const fn noun(self) -> &'static str {
        self.declaration().noun
    }

    /// How what refers to it finds it; none if its name is its id, or nothing refers to it.
    pub const fn target(self) -> Option<Target> {
        self.declaration().target
    }

    /// Where calls take its id, and where a creation answers with it; empty if it has none.
    pub const fn id_member(self) -> &'static str {
        self.declaration().id
    }
}
