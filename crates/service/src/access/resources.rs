//! What a request asks for: permissions on resources, which policies must all allow.
//!
//! Source: the service authorization reference, which says of every action which types of resource
//! it has; those that are required must all be allowed, others only when the request names them.

#[cfg(test)]
mod tests;

use roster_domain::arn::Reference;
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operation::{Description, FurtherPermission, Resource};
use roster_model::resource_type::{Parent, ResourceType};
use roster_model::schema::{Kind, Member, Schema};
use serde_json::Value;

use super::bucket;
use crate::iam::entity_of_arn;

/// What stands for any resource, where an action has none.
const ANY: &str = "*";
/// The member that holds the path of what is to be made at IAM.
const PATH: &str = "Path";
/// The member that holds the role that is to be taken on.
const ROLE_ARN: &str = "RoleArn";
/// The member that holds the ARN of the user or role whose policies are tried out.
const POLICY_SOURCE: &str = "PolicySourceArn";

/// The member that lists and searches have.
const NEXT_TOKEN: &str = "NextToken";

/// The shape of ARNs of resources of any type.
const ARN: &str = "ARN";
/// The member that alone holds the ARN of a resource of any type.
const RESOURCE_ARN: &str = "resourceArn";

/// The member that holds the group that a new one stands below. A request that makes a group is about any group.
const PARENT_GROUP: &str = "ParentGroupId";

/// The members that hold a user: the one whose sessions are to end, and the one whose security profiles a request is about.
const ENTITIES: [&str; 2] = ["EntityId", "EntityArn"];

/// One permission that a request asks for: an action on a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ask {
    /// The action, if it is not the operation's own.
    pub(super) further: Option<&'static str>,
    /// The resource.
    pub(super) resource: Asked,
}

/// A resource that a request asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// Its ARN; none if that stands in its record: path and spelling of a user, role or policy of IAM.
    pub(super) arn: Option<String>,
    /// Which record has its tags; none of what is to be made, and of any of a type.
    pub(super) record: Option<Named>,
}

/// A resource as a request names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its type.
    pub(super) kind: ResourceType,
    /// Its id, ARN or name.
    pub(super) reference: String,
}

impl Asked {
    /// What has no record.
    pub(super) fn unrecorded(arn: String) -> Self {
        Self {
            arn: Some(arn),
            record: None,
        }
    }

    fn named(arn: Option<String>, kind: ResourceType, reference: &str) -> Self {
        let reference = reference.to_owned();
        Self {
            arn,
            record: Some(Named { kind, reference }),
        }
    }

    fn is_same_as(&self, other: &Self) -> bool {
        match (&self.arn, &other.arn) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => self == other,
        }
    }
}

/// What a request asks for, each once: the operation's own permission on its resources in the order
/// of the description, then further ones. A required resource that the request does not name, such as
/// the user that it is to make, is asked about as any of its type: `…/agent/*`.
pub(super) fn asks(operation: &Description, caller: &Caller, input: &Value) -> Vec<Ask> {
    let request = Reading {
        operation,
        caller,
        input,
    };
    if let Some(ask) = bucket::ask(operation, caller, input) {
        return vec![ask];
    }
    let mut all = Vec::with_capacity(operation.resources.len().max(1));
    for resource in operation.resources {
        request.ask(None, *resource, &mut all);
    }
    if all.is_empty() {
        all.push(Ask {
            further: None,
            resource: Asked::unrecorded(ANY.to_owned()),
        });
    }
    for permission in operation.further {
        if request.gives(permission) {
            let resource = Resource {
                kind: permission.on,
                required: true,
            };
            request.ask(Some(permission.action), resource, &mut all);
        }
    }
    all
}

/// Whether requests of an operation name resources of a type.
pub(super) fn are_named(operation: &Description, kind: ResourceType) -> bool {
    let has = |member: &str| operation.request().member(member).is_some();
    let is_entity = kind == ResourceType::User && ENTITIES.into_iter().any(has);
    has(kind.label())
        || is_entity
        || arn_members(operation).next().is_some()
        || has_shape(operation.request(), kind.label(), &mut Vec::new())
}

/// The members that are ARNs of resources of any type, or lists of such.
fn arn_members(operation: &Description) -> impl Iterator<Item = &'static Member> {
    let is_one = |schema: &Schema| schema.name == ARN;
    operation.request().members().iter().filter(move |member| {
        let target = member.target.schema();
        match &target.kind {
            Kind::List { member, .. } => is_one(member.schema()),
            _ => is_one(target),
        }
    })
}

/// Whether a shape is the one of this name, or has it within.
fn has_shape(schema: &'static Schema, name: &str, outer: &mut Vec<&'static str>) -> bool {
    if schema.name == name || outer.contains(&schema.name) {
        return schema.name == name;
    }
    outer.push(schema.name);
    match &schema.kind {
        Kind::Structure(members) => members
            .iter()
            .filter(|member| member.name != PARENT_GROUP)
            .any(|member| has_shape(member.target.schema(), name, outer)),
        Kind::List { member, .. } => has_shape(member.schema(), name, outer),
        // No map has ids.
        Kind::Map { .. }
        | Kind::NoOutput
        | Kind::String { .. }
        | Kind::Enum(_)
        | Kind::Integer { .. }
        | Kind::Long { .. }
        | Kind::Float { .. }
        | Kind::Boolean
        | Kind::Timestamp => false,
    }
}

/// Adds the texts of a value that have the shape of this name.
fn collect<'r>(schema: &'static Schema, value: &'r Value, name: &str, found: &mut Vec<&'r str>) {
    match &schema.kind {
        Kind::String { .. } if schema.name == name => found.extend(value.as_str()),
        Kind::Structure(members) => {
            let members = members.iter().filter(|member| member.name != PARENT_GROUP);
            for member in members.filter(|_| value.is_object()) {
                collect(member.target.schema(), &value[member.name], name, found);
            }
        }
        Kind::List { member, .. } => {
            for item in value.as_array().into_iter().flatten() {
                collect(member.schema(), item, name, found);
            }
        }
        // No map has ids.
        Kind::Map { .. }
        | Kind::NoOutput
        | Kind::String { .. }
        | Kind::Enum(_)
        | Kind::Integer { .. }
        | Kind::Long { .. }
        | Kind::Float { .. }
        | Kind::Boolean
        | Kind::Timestamp => {}
    }
}

/// Whether an operation asks about resources of a type whose records are read for their tags. Those of
/// an instance are not for what lists or searches in it; authentication profiles and levels of hierarchies have none,
/// nor has what there is not.
/// Source: service authorization reference.
pub(super) fn reads_tags(operation: &Description, kind: ResourceType) -> bool {
    match kind {
        ResourceType::Instance => operation.request().member(NEXT_TOKEN).is_none(),
        ResourceType::FederatedUser
        | ResourceType::AuthenticationProfile
        | ResourceType::HierarchyLevel
        | ResourceType::ContactFlow
        | ResourceType::PhoneNumber
        | ResourceType::LegacyPhoneNumber
        | ResourceType::TrafficDistributionGroup
        | ResourceType::Vocabulary
        | ResourceType::Trail => false,
        ResourceType::User
        | ResourceType::SecurityProfile
        | ResourceType::RoutingProfile
        | ResourceType::HierarchyGroup
        | ResourceType::AgentStatus
        | ResourceType::Queue
        | ResourceType::HoursOfOperation
        | ResourceType::QuickConnect
        | ResourceType::Notification
        | ResourceType::Workspace
        | ResourceType::IamUser
        | ResourceType::IamRole
        | ResourceType::IamPolicy => true,
    }
}

/// A request that is read for what it asks about. Its input may break its description: what has
/// another form than described, or is not described at all, is not there.
#[derive(Clone, Copy)]
struct Reading<'r> {
    operation: &'r Description,
    caller: &'r Caller,
    input: &'r Value,
}

impl<'r> Reading<'r> {
    fn ask(self, further: Option<&'static str>, resource: Resource, all: &mut Vec<Ask>) {
        for resource in self.of_type(resource) {
            let is_same = |ask: &Ask| ask.further == further && ask.resource.is_same_as(&resource);
            if !all.iter().any(is_same) {
                all.push(Ask { further, resource });
            }
        }
    }

    fn of_type(self, resource: Resource) -> Vec<Asked> {
        match (resource.kind, resource.kind.parent()) {
            (ResourceType::Trail, _) => vec![self.trail()],
            (_, Parent::AccountRegion | Parent::Instance) => self.in_an_instance(resource),
            (ResourceType::IamPolicy, _) => vec![self.policy()],
            (kind, Parent::Account) if self.has(POLICY_SOURCE) => {
                self.policy_source(kind).into_iter().collect()
            }
            (kind, Parent::Account) => vec![self.entity(kind)],
        }
    }

    fn has(self, member: &str) -> bool {
        self.operation.request().member(member).is_some()
    }

    fn text(self, member: &str) -> Option<&'r str> {
        self.input[member].as_str().filter(|_| self.has(member))
    }

    /// Whether the request has what needs a further permission, or its session hands it on.
    fn gives(self, permission: &FurtherPermission) -> bool {
        let is_given = match &self.input[permission.member] {
            Value::Null => false,
            Value::Array(items) => !items.is_empty(),
            Value::Object(entries) => !entries.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        };
        is_given || self.hands_on(permission.member)
    }

    /// Whether the caller's session passes the value of this member on to a session begun in it. We assume
    /// that this needs the permission too. Otherwise a role would receive a value that its trust policy does not
    /// let the caller set.
    fn hands_on(self, member: &str) -> bool {
        match &self.caller.principal {
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => false,
            Principal::Session(session) => match member {
                "TransitiveTagKeys" => !session.transitive_tag_keys.is_empty(),
                "SourceIdentity" => session.source_identity.is_some(),
                _ => false,
            },
        }
    }

    fn in_an_instance(self, resource: Resource) -> Vec<Asked> {
        let Resource { kind, required } = resource;
        let account_region = &self.caller.account_region;
        let named = self.names(kind);
        if named.is_empty() && required {
            let instance = instance(account_region, self.text(ResourceType::Instance.label()));
            let id = match kind {
                ResourceType::FederatedUser => &self.caller.user_id(),
                _ => ANY,
            };
            return vec![Asked::unrecorded(glued(kind, account_region, &instance, id))];
        }
        // An empty id stands for none, where none has to be named.
        let named = named
            .into_iter()
            .filter(|reference| required || !reference.is_empty());
        named
            .map(|reference| {
                let arn = self.arn(kind, reference);
                if reads_tags(self.operation, kind) {
                    Asked::named(Some(arn), kind, reference)
                } else {
                    Asked::unrecorded(arn)
                }
            })
            .collect()
    }

    /// A trail: by its ARN, or by its name.
    fn trail(self) -> Asked {
        let name = self.text(ResourceType::Trail.label()).unwrap_or(ANY);
        Asked::unrecorded(if ResourceType::of_arn(name) == Some(ResourceType::Trail) {
            name.to_owned()
        } else {
            self.caller.account_region.trail(name)
        })
    }

    /// A user or role of IAM. A new one has its path in the request; a request without a name means the
    /// caller.
    fn entity(self, kind: ResourceType) -> Asked {
        let word = kind.arn_word().unwrap_or_default();
        let Caller {
            account_region,
            principal,
        } = self.caller;
        match (self.text(kind.label()), self.text(ROLE_ARN), principal) {
            (Some(name), _, _) if self.has(PATH) => {
                Asked::unrecorded(account_region.iam(word, self.path(), name))
            }
            (Some(name), _, _) => Asked::named(None, kind, name),
            (None, Some(arn), _) if kind == ResourceType::IamRole => {
                Asked::named(Some(arn.to_owned()), kind, arn)
            }
            (None, _, Principal::User(user)) if kind == ResourceType::IamUser && !self.has(PATH) => {
                Asked::named(Some(self.caller.arn()), kind, &user.name)
            }
            (None, _, _) => Asked::unrecorded(account_region.iam(word, "/", ANY)),
        }
    }

    /// The user or role whose policies are tried out, if it is one of this type.
    fn policy_source(self, kind: ResourceType) -> Option<Asked> {
        let arn = self.text(POLICY_SOURCE)?;
        let entity = entity_of_arn(arn).filter(|entity| Some(entity.word) == kind.arn_word())?;
        Some(if *entity.account == *self.caller.account_region.account {
            Asked::named(None, kind, entity.name)
        } else {
            Asked::unrecorded(arn.to_owned())
        })
    }

    /// A managed policy of IAM: by its ARN, or one that is to be made.
    fn policy(self) -> Asked {
        let account_region = &self.caller.account_region;
        match (self.text("PolicyArn"), self.text("PolicyName")) {
            (Some(arn), _) => Asked::named(None, ResourceType::IamPolicy, arn),
            (None, Some(name)) => Asked::unrecorded(account_region.iam("policy", self.path(), name)),
            (None, None) => Asked::unrecorded(account_region.iam("policy", "/", ANY)),
        }
    }

    fn path(self) -> &'r str {
        self.text(PATH).unwrap_or("/")
    }

    /// How the request names its resources of a type: wherever something has the shape of their ids, which has the
    /// name of the type's label, or is an ARN of one. Only users are entities.
    fn names(self, kind: ResourceType) -> Vec<&'r str> {
        let entities = ENTITIES.into_iter().filter_map(|member| self.text(member));
        let entities = entities.filter(|_| kind == ResourceType::User);
        let (mut names, mut arns) = (entities.collect::<Vec<_>>(), Vec::new());
        for member in arn_members(self.operation) {
            collect(member.target.schema(), &self.input[member.name], ARN, &mut arns);
        }
        names.extend(
            arns.into_iter()
                .filter(|arn| ResourceType::of_arn(arn) == Some(kind)),
        );
        collect(self.operation.request(), self.input, kind.label(), &mut names);
        names
    }

    /// The ARN of what the request names. An ARN that leads elsewhere stays what it is: policies are
    /// asked about what was named, and nothing will be found there.
    fn arn(self, kind: ResourceType, reference: &str) -> String {
        let account_region = &self.caller.account_region;
        match Reference::parse(reference, kind, account_region) {
            Some(Reference::Arn { instance, id }) => account_region.resource(kind, &instance, &id).into(),
            Some(Reference::Elsewhere) => reference.to_owned(),
            Some(Reference::Id(_)) | None => {
                let instance = instance(account_region, self.text(ResourceType::Instance.label()));
                glued(kind, account_region, &instance, reference)
            }
        }
    }
}

/// The ARN of the instance that the ARN of its resource leads to, where a request names the resource by that alone.
pub(super) fn instance_of_arn<'r>(operation: &Description, input: &'r Value) -> Option<&'r str> {
    operation.request().member(RESOURCE_ARN)?;
    let arn = input[RESOURCE_ARN].as_str()?;
    let start = arn.find(":instance/")? + ":instance/".len();
    let end = arn[start..].find('/').map_or(arn.len(), |length| start + length);
    Some(&arn[..end])
}

/// The id of the instance that a request names, as far as it is one.
pub(super) fn instance(account_region: &AccountRegion, reference: Option<&str>) -> String {
    let Some(reference) = reference else {
        return ANY.to_owned();
    };
    match Reference::parse(reference, ResourceType::Instance, account_region) {
        Some(Reference::Id(id) | Reference::Arn { id, .. }) => id.into(),
        Some(Reference::Elsewhere) => bare_id(reference).to_owned(),
        None => reference.to_owned(),
    }
}

/// The instance's id in an ARN that leads elsewhere.
fn bare_id(arn: &str) -> &str {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or(arn);
    resource.split('/').nth(1).unwrap_or(resource)
}

/// An ARN made of what was sent, which may be no id: it is only compared, and finds nothing.
fn glued(kind: ResourceType, account_region: &AccountRegion, instance: &str, id: &str) -> String {
    let AccountRegion { account, region, .. } = account_region;
    let place = format!("arn:{}:connect:{region}:{account}", account_region.partition());
    match kind.arn_word() {
        None => format!("{place}:{}/{id}", kind.word()),
        Some(word) => format!("{place}:instance/{instance}/{word}/{id}"),
    }
}
