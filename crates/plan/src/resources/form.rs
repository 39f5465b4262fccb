//! How members of resources are read, compared, sent and shown. Names stand in place of ids, and a member that is empty
//! is one that is not there.

use std::collections::BTreeMap;

use roster_model::ops::connect::routing_profiles::BehaviorType;
use serde_json::{Map, Value, json};

use crate::list;
use crate::references::{References, Target};

/// The levels of a hierarchy, from the first down.
pub(crate) const LEVELS: [&str; 5] = ["LevelOne", "LevelTwo", "LevelThree", "LevelFour", "LevelFive"];

/// The form of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A text.
    Text,
    /// One of the values that the API allows; this one if it is left out.
    Choice(&'static str),
    /// A number.
    Number,
    /// The place of an agent status, which a member of its own removes.
    Order,
    /// `true` or `false`; `false` if it is left out.
    Flag,
    /// Texts or structures, whose order means nothing.
    Set,
    /// Texts or structures, whose order stays.
    List,
    /// A structure.
    Structure,
    /// The channels of a routing profile, as `VOICE=1` or `CHAT=2:ROUTE_ANY_CHANNEL`.
    Channels,
    /// The names of the levels of the hierarchy.
    Levels,
    /// The name of another resource.
    Named(Target),
}

impl Form {
    /// What the service answers, as members hold it; none if it is empty.
    pub(crate) fn read(self, answer: &Value, names: &References) -> Option<Value> {
        let read = match self {
            Self::Text | Self::Number | Self::Order | Self::List | Self::Structure => answer.clone(),
            Self::Choice(default) => answer.as_str().unwrap_or(default).into(),
            Self::Flag => Value::Bool(answer.as_bool() == Some(true)),
            Self::Set => in_order(answer),
            Self::Channels => items(answer).map(channel).collect::<Vec<_>>().into(),
            Self::Levels => {
                let levels = LEVELS.iter().map(|level| &answer[*level]["Name"]);
                levels.take_while(|name| !name.is_null()).cloned().collect()
            }
            Self::Named(target) => names.text(target, answer.as_str().unwrap_or_default()).into(),
        };
        let read = if self == Self::Channels {
            in_order(&read)
        } else {
            read
        };
        pruned(read)
    }

    /// What is sent for a value, or to clear the member; none if another member clears it.
    pub(crate) fn sent(self, value: Option<&Value>, names: &References) -> Option<Value> {
        match (self, value) {
            (Self::Channels, value) => {
                let channels = value.into_iter().flat_map(items);
                Some(
                    channels
                        .filter_map(|channel| sent_channel(channel.as_str()?))
                        .collect(),
                )
            }
            (Self::Levels, value) => {
                let names = value.into_iter().flat_map(items);
                let levels = LEVELS.iter().zip(names);
                let levels = levels.map(|(level, name)| ((*level).to_owned(), json!({"Name": name})));
                Some(levels.collect::<Map<_, _>>().into())
            }
            (Self::Named(target), value) => {
                let text = value.and_then(Value::as_str).unwrap_or_default();
                Some(names.id(target, text).into())
            }
            (_, Some(value)) => Some(value.clone()),
            (Self::Text, None) => Some("".into()),
            (Self::Choice(default), None) => Some(default.into()),
            (Self::Flag, None) => Some(false.into()),
            (Self::Set | Self::List, None) => Some(json!([])),
            (Self::Structure, None) => Some(json!({})),
            (Self::Number | Self::Order, None) => None,
        }
    }
}

/// A value as people read it: the items of a list after one another, and the members of a structure.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items = items
                .iter()
                .map(|item| list::escaped(&shown(item), &[list::SEPARATOR]));
            list::joined(&items.collect::<Vec<_>>())
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| match value {
                Value::Object(_) => format!("{name}=({})", shown(value)),
                _ => format!("{name}={}", shown(value)),
            });
            members.collect::<Vec<_>>().join(" ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A value without what is empty in it; none if nothing is left.
fn pruned(value: Value) -> Option<Value> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) => (!text.is_empty()).then_some(Value::String(text)),
        Value::Array(items) => {
            let items: Vec<Value> = items.into_iter().filter_map(pruned).collect();
            (!items.is_empty()).then(|| items.into())
        }
        Value::Object(members) => {
            let members = members.into_iter();
            let members: Map<String, Value> = members
                .filter_map(|(name, value)| Some((name, pruned(value)?)))
                .collect();
            (!members.is_empty()).then(|| members.into())
        }
        value @ (Value::Bool(true) | Value::Number(_)) => Some(value),
    }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// A list in one order, each item once, and the lists in its items as well.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(in_order).collect();
            items.sort_by_cached_key(Value::to_string);
            items.dedup();
            items.into()
        }
        Value::Object(members) => {
            let members = members.iter();
            let sorted: BTreeMap<String, Value> = members
                .map(|(name, value)| (name.clone(), in_order(value)))
                .collect();
            sorted.into_iter().collect::<Map<_, _>>().into()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// What a channel that names no behaviour does.
const DEFAULT_BEHAVIOR: BehaviorType = BehaviorType::RouteCurrentChannelOnly;

fn channel(answer: &Value) -> Value {
    let (name, concurrency) = (shown(&answer["Channel"]), shown(&answer["Concurrency"]));
    let behavior = answer["CrossChannelBehavior"]["BehaviorType"].as_str();
    match behavior.filter(|behavior| *behavior != DEFAULT_BEHAVIOR.as_str()) {
        Some(behavior) => format!("{name}={concurrency}:{behavior}").into(),
        None => format!("{name}={concurrency}").into(),
    }
}

fn sent_channel(text: &str) -> Option<Value> {
    let (name, rest) = text.split_once('=')?;
    let (concurrency, behavior) = rest.split_once(':').unwrap_or((rest, DEFAULT_BEHAVIOR.as_str()));
    Some(json!({
        "Channel": name,
        "Concurrency": concurrency.parse::<i64>().ok()?,
        "CrossChannelBehavior": {"BehaviorType": behavior},
    }))
}
