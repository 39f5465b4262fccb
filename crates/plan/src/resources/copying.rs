//! From the resources of two instances to the calls that copy what one has to the other.

use std::collections::{BTreeMap, BTreeSet};

use roster_model::validation::violations;
use serde::Serialize;
use serde_json::Value;

use super::change::ResourceChange;
use super::inventory::{Inventory, values};
use super::kind::ResourceKind;
use super::resource::{Members, Resource};
use crate::person::Person;
use crate::references::{References, Target};

/// The plan that copies resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copying {
    /// One for each call, in order: what is referred to comes first.
    pub changes: Vec<ResourceChange>,
    /// Why nothing can be copied before something is done.
    pub refused: Vec<Uncopied>,
    /// What the copy lacks.
    pub left_out: Vec<Uncopied>,
    /// What users of the copy can refer to when all is done. What the plan makes has no id yet.
    pub references: References,
}

/// Something that is not copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Uncopied {
    /// What it is.
    pub resource: &'static str,
    /// How it is called.
    pub name: String,
    /// Why.
    pub rule: String,
}

impl Uncopied {
    fn of(resource: &Resource, rule: String) -> Self {
        Self {
            resource: resource.kind.noun(),
            name: resource.name(),
            rule,
        }
    }

    /// What people have that no column shows.
    pub fn of_people(people: &[Person]) -> Vec<Self> {
        let people = people.iter().filter(|person| person.has_channel_settings);
        let uncopied = people.map(|person| Self {
            resource: "user",
            name: person.username.clone(),
            rule: "the telephone settings that are made channel by channel are not copied".to_owned(),
        });
        uncopied.collect()
    }
}

/// Plans to copy what the source has: what the target lacks is made, what differs becomes equal, and nothing is deleted.
/// Resources are the same if they are of one kind and have one name. Queues and hours of operation are made where a
/// routing profile needs them, and left as they are where the target has them.
pub fn copy(source: &Inventory, target: &Inventory) -> Copying {
    let mut copying = Copying {
        references: target.references(),
        ..Copying::default()
    };
    let mut attributes: BTreeMap<String, Vec<String>> = target
        .resources()
        .filter(|resource| resource.kind == ResourceKind::PredefinedAttribute)
        .map(|attribute| (attribute.name(), values(&attribute.members)))
        .collect();
    for resource in source.ambiguous() {
        let rule = "several are written like this: rename one of them";
        copying.refused.push(Uncopied::of(resource, rule.to_owned()));
    }
    let needed = needed(source, &copying.references);
    for resource in source.resources() {
        let is_needed = match resource.kind {
            ResourceKind::HoursOfOperation | ResourceKind::Queue => {
                needed.contains(&(resource.kind, resource.name()))
            }
            ResourceKind::PredefinedAttribute
            | ResourceKind::HierarchyLevels
            | ResourceKind::HierarchyGroup
            | ResourceKind::AgentStatus
            | ResourceKind::SecurityProfile
            | ResourceKind::RoutingProfile => true,
        };
        if !is_needed {
            continue;
        }
        if target.ambiguous().any(|other| is_written_alike(other, resource)) {
            let rule = "the target has several that are written like this: rename one of them there";
            copying.refused.push(Uncopied::of(resource, rule.to_owned()));
            continue;
        }
        copying.add(resource, target.find(resource));
        if resource.kind == ResourceKind::PredefinedAttribute && resource.built_in.is_none() {
            let known = attributes.entry(resource.name()).or_default();
            *known = united(known, &values(&resource.members));
        }
    }
    copying.references.add_attributes(attributes);
    copying
}

/// The queues that routing profiles need and the target lacks, and the hours of operation that these need and it lacks.
fn needed(source: &Inventory, has: &References) -> BTreeSet<(ResourceKind, String)> {
    let referred = |kind: ResourceKind, target: Target, by: &dyn Fn(&Resource) -> bool| {
        let resources = source
            .resources()
            .filter(|resource| resource.kind == kind && by(resource));
        let names = resources.flat_map(|resource| resource.referred(target));
        names
            .filter(|name| !has.has(target, name))
            .collect::<BTreeSet<String>>()
    };
    let queues = referred(ResourceKind::RoutingProfile, Target::Queue, &|_| true);
    let hours = referred(ResourceKind::Queue, Target::HoursOfOperation, &|queue| {
        queues.contains(&queue.name())
    });
    let queues = queues.into_iter().map(|name| (ResourceKind::Queue, name));
    let hours = hours
        .into_iter()
        .map(|name| (ResourceKind::HoursOfOperation, name));
    queues.chain(hours).collect()
}

fn is_written_alike(one: &Resource, other: &Resource) -> bool {
    one.kind == other.kind && one.name() == other.name()
}

impl Copying {
    /// Plans one resource.
    fn add(&mut self, resource: &Resource, existing: Option<&Resource>) {
        let planned = match existing {
            Some(existing) if existing.built_in != resource.built_in => {
                let of =
                    |resource: &Resource| resource.built_in.clone().unwrap_or_else(|| "custom".to_owned());
                let rule = format!(
                    "it is {}, and the one of this name in the target is {}: rename one of them",
                    of(resource),
                    of(existing)
                );
                return self.refused.push(Uncopied::of(resource, rule));
            }
            // No call changes it.
            Some(_) if resource.kind == ResourceKind::PredefinedAttribute && resource.built_in.is_some() => {
                return;
            }
            Some(existing) => ResourceChange::between(
                resource.kind,
                &resource.path,
                false,
                &existing.members,
                &wanted(resource, existing),
            ),
            None => match (&resource.built_in, ResourceChange::creating(resource)) {
                (None, Some(changes)) => {
                    self.made(resource);
                    changes
                }
                (Some(built_in), _) => {
                    let rule = format!(
                        "it is {built_in}, so no call makes it, and the target has none of this name"
                    );
                    return self.left_out.push(Uncopied::of(resource, rule));
                }
                (None, None) => return,
            },
        };
        for left_out in &resource.left_out {
            let rule =
                format!("its {left_out} are not copied, because they have other ids in another instance");
            self.left_out.push(Uncopied::of(resource, rule));
        }
        for change in planned {
            if let Some(rule) = self.fault(&change, existing) {
                self.refused.push(Uncopied::of(resource, rule));
            }
            self.changes.push(change);
        }
    }

    /// The target will have a resource.
    fn made(&mut self, resource: &Resource) {
        if let Some(target) = resource.kind.target() {
            self.references.expect(target, resource.path.clone());
        }
        if resource.kind == ResourceKind::Queue {
            let rule = "it is made without outbound caller, quick connects and e-mail addresses, and enabled";
            self.left_out.push(Uncopied::of(resource, rule.to_owned()));
        }
    }

    /// What the service would refuse about a change.
    fn fault(&self, change: &ResourceChange, existing: Option<&Resource>) -> Option<String> {
        let mut referred = change.referred().into_iter();
        if let Some((target, name)) = referred.find(|(target, name)| !self.references.has(*target, name)) {
            return Some(format!(
                "it refers to the {} {name}, which is not copied",
                target.noun()
            ));
        }
        let parameters = change.parameters("instance", &self.references, existing);
        let found = violations(change.call.operation().request(), &Value::Object(parameters));
        let first = found.into_iter().next()?;
        Some(format!(
            "the service would refuse {}: {}",
            first.member, first.fault
        ))
    }
}

/// What the copy of a resource shall be. Values of attributes and levels of the hierarchy that only the target has stay,
/// because its people and groups may have them.
fn wanted(resource: &Resource, existing: &Resource) -> Members {
    let mut wanted = resource.members.clone();
    let texts = |resource: &Resource, member: &str| -> Vec<String> {
        let value = resource.members.get(member).and_then(Value::as_array);
        let texts = value.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let (member, value) = match resource.kind {
        ResourceKind::PredefinedAttribute => {
            let [known, new] = [existing, resource].map(|resource| texts(resource, "Values"));
            ("Values", united(&known, &new))
        }
        ResourceKind::HierarchyLevels => {
            let [known, mut new] = [existing, resource].map(|resource| texts(resource, "Levels"));
            new.extend(known.into_iter().skip(new.len()));
            ("Levels", new)
        }
        ResourceKind::HoursOfOperation
        | ResourceKind::Queue
        | ResourceKind::HierarchyGroup
        | ResourceKind::AgentStatus
        | ResourceKind::SecurityProfile
        | ResourceKind::RoutingProfile => return wanted,
    };
    if !value.is_empty() {
        wanted.insert(member.to_owned(), value.into());
    }
    wanted
}

/// The items of two lists, each once.
fn united(one: &[String], other: &[String]) -> Vec<String> {
    let new = other.iter().filter(|item| !one.contains(item));
    one.iter().chain(new).cloned().collect()
}
