//! A resource as the service shows it, with names in place of ids.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::form::LEVELS;
use super::kind::ResourceKind;
use crate::references::{References, Referent, Target};

/// Members of a resource by name. A member that is empty is not there. A tag, and a queue that a routing profile serves,
/// is a member of its own: `tag:Department`, `queue:VOICE:Sales`, `manual-queue:TASK:Sales`.
pub type Members = BTreeMap<String, Value>;

pub(crate) const TAG: &str = "tag:";
pub(crate) const QUEUE: &str = "queue:";
pub(crate) const MANUAL_QUEUE: &str = "manual-queue:";

/// Tags that only AWS can set.
const RESERVED: &str = "aws:";

/// A resource of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// The id.
    pub id: String,
    /// The ARN; empty if it has none.
    pub arn: String,
    /// The name, after those of the groups above it.
    pub path: Vec<String>,
    /// What it is set to.
    pub members: Members,
    /// What came with the instance, so that no call makes another; none if a call made it.
    pub built_in: Option<String>,
    /// What it has that names cannot say, so that it is not copied.
    pub left_out: Vec<&'static str>,
}

/// The names of a group, after those of the groups above it, by the answer of `DescribeUserHierarchyGroup`.
pub fn group_path(group: &Value) -> Vec<String> {
    let path = &group["HierarchyPath"];
    let names = LEVELS.iter().filter_map(|level| path[*level]["Name"].as_str());
    names.map(str::to_owned).collect()
}

impl Resource {
    /// A resource by the answers of the service: what describes it, and beside it its lists as members: `Permissions`,
    /// `Applications`, `AllowedFlowModules` and `AllowedAIAgents` of a security profile, `QueueConfigs` and
    /// `ManualAssignmentQueueConfigs` of a routing profile. `name` is that of the list.
    pub fn of_answer(kind: ResourceKind, id: &str, name: &str, answer: &Value, names: &References) -> Self {
        let declaration = kind.declaration();
        let mut members = Members::new();
        for member in declaration.members {
            if let Some(value) = member.form.read(at(answer, member.path), names) {
                members.insert(member.name.to_owned(), value);
            }
        }
        for (key, value) in answer["Tags"].as_object().into_iter().flatten() {
            if !key.starts_with(RESERVED) {
                members.insert(format!("{TAG}{key}"), value.clone());
            }
        }
        for (prefix, list) in [
            (QUEUE, "QueueConfigs"),
            (MANUAL_QUEUE, "ManualAssignmentQueueConfigs"),
        ] {
            for config in answer[list].as_array().into_iter().flatten() {
                let text = |member: &str| config[member].as_str().unwrap_or_default();
                let queue = names.text(Target::Queue, text("QueueId"));
                let value = if prefix == QUEUE {
                    json!({"Priority": config["Priority"], "Delay": config["Delay"]})
                } else {
                    Value::Bool(true)
                };
                members.insert(format!("{prefix}{}:{queue}", text("Channel")), value);
            }
        }
        Self {
            kind,
            id: id.to_owned(),
            arn: answer[declaration.arn].as_str().unwrap_or_default().to_owned(),
            path: match kind {
                ResourceKind::HierarchyGroup => group_path(answer),
                ResourceKind::HoursOfOperation
                | ResourceKind::Queue
                | ResourceKind::PredefinedAttribute
                | ResourceKind::HierarchyLevels
                | ResourceKind::AgentStatus
                | ResourceKind::SecurityProfile
                | ResourceKind::RoutingProfile => vec![name.to_owned()],
            },
            members,
            built_in: built_in(kind, answer),
            left_out: left_out(kind, answer),
        }
    }

    /// The name, after those of the groups above it.
    pub fn name(&self) -> String {
        self.path.join("/")
    }

    /// What others refer to.
    pub fn referent(&self) -> Referent {
        Referent {
            id: self.id.clone(),
            path: self.path.clone(),
        }
    }

    /// The names of this kind that it refers to.
    pub fn referred(&self, target: Target) -> Vec<String> {
        let referred = referred(self.kind, &self.path, &self.members).into_iter();
        referred
            .filter(|(of, _)| *of == target)
            .map(|(_, name)| name)
            .collect()
    }
}

/// What a resource with these members refers to, by name.
pub(crate) fn referred(kind: ResourceKind, path: &[String], members: &Members) -> Vec<(Target, String)> {
    let mut referred = Vec::new();
    if kind == ResourceKind::HierarchyGroup
        && let Some((_, above)) = path.split_last()
        && !above.is_empty()
    {
        referred.push((Target::HierarchyGroup, above.join("/")));
    }
    for member in kind.declaration().members {
        if let (super::form::Form::Named(target), Some(name)) = (member.form, members.get(member.name)) {
            referred.push((target, name.as_str().unwrap_or_default().to_owned()));
        }
    }
    let queues = members.keys().filter_map(|name| channel_and_queue(name));
    referred.extend(queues.map(|(_, queue)| (Target::Queue, queue.to_owned())));
    referred
}

/// The channel and the queue of a member of a routing profile.
pub(crate) fn channel_and_queue(member: &str) -> Option<(&str, &str)> {
    let rest = member
        .strip_prefix(QUEUE)
        .or_else(|| member.strip_prefix(MANUAL_QUEUE))?;
    rest.split_once(':')
}

/// A member by its path, such as `Values.StringList`.
fn at<'a>(answer: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(answer, |value, name| &value[name])
}

fn built_in(kind: ResourceKind, answer: &Value) -> Option<String> {
    match kind {
        ResourceKind::AgentStatus => {
            let own = answer["Type"].as_str().unwrap_or_default();
            (own != "CUSTOM").then(|| format!("of the type {own}"))
        }
        ResourceKind::PredefinedAttribute => {
            let is_read_only = answer["AttributeConfiguration"]["IsReadOnly"] == true;
            is_read_only.then(|| "read-only".to_owned())
        }
        ResourceKind::HoursOfOperation
        | ResourceKind::Queue
        | ResourceKind::HierarchyLevels
        | ResourceKind::HierarchyGroup
        | ResourceKind::SecurityProfile
        | ResourceKind::RoutingProfile => None,
    }
}

fn left_out(kind: ResourceKind, answer: &Value) -> Vec<&'static str> {
    let has = |member: &str| answer[member].as_array().is_some_and(|items| !items.is_empty());
    let mut left_out = Vec::new();
    if kind == ResourceKind::SecurityProfile {
        if has("AllowedFlowModules") {
            left_out.push("flow modules");
        }
        if has("AllowedAIAgents") {
            left_out.push("AI agents");
        }
    }
    left_out
}
