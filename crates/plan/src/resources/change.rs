//! One call that makes a resource, or changes members of it.

use std::collections::BTreeSet;

use roster_domain::rules::takeover::may_edit_users;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::call::ResourceCall;
use super::form::{Form, shown};
use super::kind::{Member, ResourceKind};
use super::resource::{MANUAL_QUEUE, Members, QUEUE, Resource, TAG, channel_and_queue, referred};
use crate::progress::{Next, Reason, decide};
use crate::references::{References, Target};

/// As many queues go into one call. Source: the API reference on `CreateRoutingProfile`.
const QUEUES_OF_CALL: usize = 10;

/// What one call makes of a resource: the members that it changes, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResourceChange {
    /// What the resource is.
    pub kind: ResourceKind,
    /// The name, after those of the groups above it.
    pub path: Vec<String>,
    /// Whether the plan makes the resource.
    pub is_new: bool,
    /// The call.
    #[serde(rename = "Operation")]
    pub call: ResourceCall,
    /// The members as they are.
    pub before: Members,
    /// The members as they shall be.
    pub after: Members,
}

/// One member of a change. An empty text is no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MemberChange {
    /// The member.
    #[serde(rename = "Field")]
    pub name: String,
    /// Its value now. Of lists that stay in part, only the items that go.
    pub before: String,
    /// Its new value. Of lists that stay in part, only the items that are new.
    pub after: String,
}

impl ResourceChange {
    /// The calls that make a resource like another; none if no call makes its kind.
    pub(crate) fn creating(resource: &Resource) -> Option<Vec<Self>> {
        let is_apart = |name: &str| channel_and_queue(name).is_some();
        let (apart, created): (Members, Members) = resource
            .members
            .clone()
            .into_iter()
            .partition(|(name, _)| is_apart(name));
        let creation = Self {
            kind: resource.kind,
            path: resource.path.clone(),
            is_new: true,
            call: resource.kind.declaration().creation?,
            before: Members::new(),
            after: created,
        };
        let more = Self::between(resource.kind, &resource.path, true, &Members::new(), &apart);
        Some([creation].into_iter().chain(more).collect())
    }

    /// The calls that give a resource these members, in order.
    pub(crate) fn between(
        kind: ResourceKind,
        path: &[String],
        is_new: bool,
        before: &Members,
        after: &Members,
    ) -> Vec<Self> {
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differing = names
            .into_iter()
            .filter(|name| before.get(*name) != after.get(*name));
        let mut calls: Vec<(ResourceCall, &String)> = differing
            .filter_map(|name| Some((call(kind, name, before, after)?, name)))
            .collect();
        calls.sort();
        let of_one_call = calls.chunk_by(|(one, _), (other, _)| one == other);
        let chunks = of_one_call.flat_map(|members| {
            let is_about_queues = channel_and_queue(members[0].1).is_some();
            members.chunks(if is_about_queues {
                QUEUES_OF_CALL
            } else {
                members.len()
            })
        });
        chunks
            .map(|members| Self {
                kind,
                path: path.to_vec(),
                is_new,
                call: members[0].0,
                before: only(before, members),
                after: only(after, members),
            })
            .collect()
    }

    /// The name, after those of the groups above it.
    pub fn name(&self) -> String {
        self.path.join("/")
    }

    /// What the resource is and how it is called.
    pub fn title(&self) -> String {
        format!("{} {}", self.kind.noun(), self.name())
    }

    /// Whether it is about the same resource.
    pub fn is_about_resource_of(&self, other: &Self) -> bool {
        self.kind == other.kind && self.path == other.path
    }

    /// The members that it changes.
    pub fn members(&self) -> Vec<MemberChange> {
        let names: BTreeSet<&String> = self.before.keys().chain(self.after.keys()).collect();
        let changes = names.into_iter().map(|name| {
            let value = |members: &Members| members.get(name).cloned().unwrap_or_default();
            let (mut before, mut after) = (value(&self.before), value(&self.after));
            if let (Value::Array(one), Value::Array(other)) = (&mut before, &mut after) {
                let kept: Vec<Value> = one.iter().filter(|item| other.contains(item)).cloned().collect();
                // Another order is shown as a whole.
                if one.len() + other.len() > 2 * kept.len() {
                    one.retain(|item| !kept.contains(item));
                    other.retain(|item| !kept.contains(item));
                }
            }
            MemberChange {
                name: name.clone(),
                before: shown(&before),
                after: shown(&after),
            }
        });
        changes.collect()
    }

    /// Whether it is about permissions to edit users or permissions, before or after.
    pub fn is_about_editing(&self) -> bool {
        let may_edit = |members: &Members| {
            let permissions = members.get("Permissions").and_then(Value::as_array);
            may_edit_users(permissions.into_iter().flatten().filter_map(Value::as_str))
        };
        may_edit(&self.before) || may_edit(&self.after)
    }

    /// What a resource is now, in what the call changes.
    pub fn now(&self, resource: &Resource) -> Members {
        let members = resource.members.iter();
        let named =
            members.filter(|(name, _)| self.before.contains_key(*name) || self.after.contains_key(*name));
        named.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Makes the change, as the service would.
    pub fn apply(&self, resource: &mut Resource) {
        for name in self.before.keys() {
            resource.members.remove(name);
        }
        resource.members.extend(self.after.clone());
    }

    /// Decides on it by what the service says of the resource now. `in_doubt` tells that a call was begun before.
    pub fn next(&self, in_doubt: bool, now: Option<&Members>) -> Next {
        match now {
            None if self.call.is_creation() => Next::Call,
            None if self.is_new => Next::FailWithCreation,
            None => Next::Skip(Reason::Deleted),
            Some(_) if self.call.is_creation() && !in_doubt => Next::Skip(Reason::CreatedMeanwhile),
            Some(now) if self.call.is_creation() && *now == self.after => Next::NoteDone,
            Some(_) if self.call.is_creation() => Next::Skip(Reason::CreatedMeanwhile),
            Some(now) => decide(&self.before, &self.after, now, in_doubt)
                .unwrap_or(Next::Skip(Reason::ChangedMeanwhile)),
        }
    }

    /// What the call names.
    pub(crate) fn referred(&self) -> Vec<(Target, String)> {
        let is_removal = self.call == ResourceCall::DisassociateRoutingProfileQueues;
        let members = if is_removal { &self.before } else { &self.after };
        referred(self.kind, &self.path, members)
    }

    /// What the call names and the instance does not have, in words.
    pub fn missing(&self, names: &References) -> Option<String> {
        let mut referred = self.referred().into_iter();
        referred.find_map(|(target, name)| names.missing(target, &name))
    }

    /// The parameters of the call. `resource` is the resource as the service shows it; none if the call makes it.
    pub fn parameters(
        &self,
        instance_id: &str,
        names: &References,
        resource: Option<&Resource>,
    ) -> Map<String, Value> {
        let mut parameters = Map::new();
        if let ResourceCall::TagResource | ResourceCall::UntagResource = self.call {
            let arn = resource.map(|resource| resource.arn.clone());
            parameters.insert("resourceArn".to_owned(), arn.unwrap_or_default().into());
            self.put_tags(&mut parameters);
            return parameters;
        }
        parameters.insert("InstanceId".to_owned(), instance_id.into());
        if self.call.is_creation() {
            self.put_new(&mut parameters, names);
            return parameters;
        }
        let declaration = self.kind.declaration();
        if !declaration.id.is_empty() {
            let id = resource.map(|resource| resource.id.clone());
            parameters.insert(declaration.id.to_owned(), id.unwrap_or_default().into());
        }
        for member in declaration.members.iter().filter(|member| self.changes(member)) {
            put(&mut parameters, member, self.after.get(member.name), names);
        }
        self.put_queues(&mut parameters, names);
        parameters
    }

    /// The tags that a call sets or removes.
    fn put_tags(&self, parameters: &mut Map<String, Value>) {
        if self.call == ResourceCall::UntagResource {
            let keys = self.before.keys().filter_map(|name| name.strip_prefix(TAG));
            parameters.insert("tagKeys".to_owned(), keys.collect());
        } else {
            parameters.insert("tags".to_owned(), self.tags().into());
        }
    }

    fn changes(&self, member: &Member) -> bool {
        self.before.contains_key(member.name) || self.after.contains_key(member.name)
    }

    fn tags(&self) -> Map<String, Value> {
        let tags = self.after.iter();
        tags.filter_map(|(name, value)| Some((name.strip_prefix(TAG)?.to_owned(), value.clone())))
            .collect()
    }

    /// The parameters of a creation.
    fn put_new(&self, parameters: &mut Map<String, Value>, names: &References) {
        let declaration = self.kind.declaration();
        let name = self.path.last().cloned().unwrap_or_default();
        parameters.insert(declaration.name.to_owned(), name.into());
        if let (ResourceKind::HierarchyGroup, [above @ .., _]) = (self.kind, &*self.path)
            && !above.is_empty()
        {
            let parent = names.id(Target::HierarchyGroup, &above.join("/")).to_owned();
            parameters.insert("ParentGroupId".to_owned(), parent.into());
        }
        for member in declaration.members {
            let value = self.after.get(member.name);
            if value.is_some() || member.is_required {
                put(parameters, member, value, names);
            }
        }
        let tags = self.tags();
        if !tags.is_empty() {
            parameters.insert("Tags".to_owned(), tags.into());
        }
    }

    /// The queues that a call adds, changes or removes.
    fn put_queues(&self, parameters: &mut Map<String, Value>, names: &References) {
        let is_removal = self.call == ResourceCall::DisassociateRoutingProfileQueues;
        let members = if is_removal { &self.before } else { &self.after };
        for (prefix, of_removal, of_others) in [
            (QUEUE, "QueueReferences", "QueueConfigs"),
            (
                MANUAL_QUEUE,
                "ManualAssignmentQueueReferences",
                "ManualAssignmentQueueConfigs",
            ),
        ] {
            let queues = members.iter().filter(|(name, _)| name.starts_with(prefix));
            let queues: Vec<Value> = queues
                .filter_map(|(name, value)| {
                    let (channel, queue) = channel_and_queue(name)?;
                    let queue = json!({"QueueId": names.id(Target::Queue, queue), "Channel": channel});
                    if is_removal {
                        return Some(queue);
                    }
                    let mut config = value.as_object().cloned().unwrap_or_default();
                    config.insert("QueueReference".to_owned(), queue);
                    Some(config.into())
                })
                .collect();
            if !queues.is_empty() {
                let list = if is_removal { of_removal } else { of_others };
                parameters.insert(list.to_owned(), queues.into());
            }
        }
    }
}

/// The members that a call changes.
fn only(members: &Members, of_call: &[(ResourceCall, &String)]) -> Members {
    let of_call = of_call.iter();
    of_call
        .filter_map(|(_, name)| members.get_key_value(*name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Puts a value where calls take its member.
fn put(parameters: &mut Map<String, Value>, member: &Member, value: Option<&Value>, names: &References) {
    let Some(value) = member.form.sent(value, names) else {
        if member.form == Form::Order {
            parameters.insert("ResetOrderNumber".to_owned(), true.into());
        }
        return;
    };
    match member.path.split_once('.') {
        Some((structure, name)) => {
            let members = parameters.entry(structure).or_insert_with(|| json!({}));
            members[name] = value;
        }
        None => {
            parameters.insert(member.path.to_owned(), value);
        }
    }
}

/// The call that changes a member; none if no call does.
fn call(kind: ResourceKind, name: &str, before: &Members, after: &Members) -> Option<ResourceCall> {
    let (is_before, is_after) = (before.contains_key(name), after.contains_key(name));
    if channel_and_queue(name).is_some() {
        return Some(match (is_before, is_after) {
            (true, true) => ResourceCall::UpdateRoutingProfileQueues,
            (true, false) => ResourceCall::DisassociateRoutingProfileQueues,
            (false, _) => ResourceCall::AssociateRoutingProfileQueues,
        });
    }
    if name.starts_with(TAG) {
        return Some(if is_after {
            ResourceCall::TagResource
        } else {
            ResourceCall::UntagResource
        });
    }
    let mut members = kind.declaration().members.iter();
    members.find(|member| member.name == name)?.changed_by
}
