//! Safety belts: what a plan may not do unless it is allowed by name, because it is seldom meant.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::change::Change;
use crate::instance::Instance;
use crate::person::People;
use crate::resources::ResourceChange;

/// How much a plan may change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The share of the directory that may change.
    pub changes: Share,
    /// How many primary addresses may change.
    pub addresses: usize,
    /// Whether a plan may change people that can edit users or permissions.
    pub privileged: bool,
}

/// A share of a directory, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u8);

/// A belt that a plan breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Belt {
    /// What the plan would do.
    pub rule: String,
    /// The flag that allows it.
    pub allow: String,
}

const ALLOW_PRIVILEGED: &str = "--allow-privileged";

/// As many people may change, whatever their share: in a directory of three, one change is a third.
const FEW: usize = 10;

impl Share {
    /// Everybody, and any number of new people.
    pub const ALL: Self = Self(100);
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            changes: Share(30),
            addresses: 50,
            privileged: false,
        }
    }
}

impl FromStr for Share {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.strip_suffix('%').unwrap_or(text).parse().ok();
        number
            .filter(|hundredths| *hundredths <= 100)
            .map(Self)
            .ok_or("say a share of the directory, from 0% to 100%")
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}%", self.0)
    }
}

/// The usernames of changed people whose security profiles let them edit users or permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privileged {
    /// Those that may before the changes.
    pub holding: BTreeSet<String>,
    /// Those that may only after them.
    pub gaining: BTreeSet<String>,
}

impl Privileged {
    /// Finds them, by the ids of the security profiles that allow it.
    pub fn of(changes: &[Change], people: &People, instance: &Instance, editing: &BTreeSet<String>) -> Self {
        let mut privileged = Self::default();
        let edits = |ids: &[String]| ids.iter().any(|id| editing.contains(id));
        for change in changes {
            let person = people.person(&change.user_id);
            if person.is_some_and(|person| edits(&person.security_profile_ids)) {
                privileged.holding.insert(change.username.clone());
            } else if edits(&change.security_profile_ids(instance)) {
                privileged.gaining.insert(change.username.clone());
            }
        }
        privileged
    }
}

/// The belts that changes break. `directory` is the number of people in it.
pub fn broken_belts(
    changes: &[Change],
    directory: usize,
    privileged: &Privileged,
    limits: &Limits,
) -> Vec<Belt> {
    let mut broken = Vec::new();
    let people: HashSet<_> = changes.iter().map(|change| &*change.username).collect();
    let allowed = directory * usize::from(limits.changes.0);
    // There may be more new people than there are people.
    if people.len() > FEW && people.len() * 100 > allowed && limits.changes != Share::ALL {
        let needed = (people.len() * 100).div_ceil(directory.max(1)).min(100);
        broken.push(Belt {
            rule: format!(
                "{} of {directory} people would change, more than {}",
                people.len(),
                limits.changes
            ),
            allow: format!("--allow-changes {needed}%"),
        });
    }
    let addresses = changes.iter().filter(|change| change.address().is_some()).count();
    if addresses > limits.addresses {
        broken.push(Belt {
            rule: format!(
                "{addresses} primary addresses would change, more than {}; password-reset mail goes to them",
                limits.addresses
            ),
            allow: format!("--allow-addresses {addresses}"),
        });
    }
    if !limits.privileged {
        let rules = [
            (
                "people who may edit users or their permissions would change",
                &privileged.holding,
            ),
            (
                "people would get the right to edit users or their permissions",
                &privileged.gaining,
            ),
        ];
        for (rule, usernames) in rules {
            if !usernames.is_empty() {
                let usernames: Vec<_> = usernames.iter().map(String::as_str).collect();
                broken.push(Belt {
                    rule: format!("{rule}: {}", usernames.join(", ")),
                    allow: ALLOW_PRIVILEGED.to_owned(),
                });
            }
        }
    }
    broken
}

/// The belt that changes of resources break.
pub fn broken_belt_of_resources(changes: &[ResourceChange], limits: &Limits) -> Option<Belt> {
    let editing: BTreeSet<String> = changes
        .iter()
        .filter(|change| change.is_about_editing())
        .map(ResourceChange::name)
        .collect();
    let names: Vec<_> = editing.iter().map(String::as_str).collect();
    (!limits.privileged && !names.is_empty()).then(|| Belt {
        rule: format!(
            "security profiles that let people edit users or their permissions would be made or changed: {}",
            names.join(", ")
        ),
        allow: ALLOW_PRIVILEGED.to_owned(),
    })
}
