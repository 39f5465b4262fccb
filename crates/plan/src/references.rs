//! What users of an instance refer to: the names of profiles, groups and attributes, and their ids.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::fault::CellFault;
use crate::near::nearest;

/// As many near names are suggested.
const SUGGESTIONS: usize = 3;

/// What a column or a resource can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// Security profiles.
    SecurityProfile,
    /// Routing profiles.
    RoutingProfile,
    /// Hierarchy groups.
    HierarchyGroup,
    /// Agent statuses.
    AgentStatus,
    /// Queues.
    Queue,
    /// Hours of operation.
    HoursOfOperation,
}

impl Target {
    /// What it is called.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::SecurityProfile => "security profile",
            Self::RoutingProfile => "routing profile",
            Self::HierarchyGroup => "hierarchy group",
            Self::AgentStatus => "agent status",
            Self::Queue => "queue",
            Self::HoursOfOperation => "hours of operation",
        }
    }
}

/// One thing that users can refer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Referent {
    /// The id; empty if the plan makes it.
    pub id: String,
    /// The name, after those of the groups above it.
    pub path: Vec<String>,
}

/// What users of an instance can refer to, as far as it was read. What was not read is written as it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "BTreeMap<Target, Vec<Referent>>",
    into = "BTreeMap<Target, Vec<Referent>>"
)]
pub struct References {
    tables: BTreeMap<Target, Table>,
    /// The values of each predefined attribute.
    attributes: Option<BTreeMap<String, Vec<String>>>,
}

/// The things of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Table {
    referents: Vec<Referent>,
    /// The text of each id: the path if no other has it, otherwise the id.
    texts: HashMap<String, String>,
    /// The id of each text.
    ids: HashMap<String, String>,
}

impl Table {
    fn of(referents: Vec<Referent>) -> Self {
        let mut table = Self::default();
        let mut paths: HashMap<String, usize> = HashMap::new();
        for referent in &referents {
            *paths.entry(path(referent)).or_default() += 1;
        }
        for referent in &referents {
            let path = path(referent);
            let text = if paths[&path] == 1 || referent.id.is_empty() {
                path
            } else {
                referent.id.clone()
            };
            table.ids.insert(text.clone(), referent.id.clone());
            if !referent.id.is_empty() {
                table.texts.insert(referent.id.clone(), text);
            }
        }
        table.referents = referents;
        table
    }

    /// The texts of those with a name.
    fn named(&self, name: &str) -> Vec<&str> {
        let named = self
            .referents
            .iter()
            .filter(|referent| referent.path.last().is_some_and(|last| last == name));
        let mut texts: Vec<&str> = named.filter_map(|referent| self.text(referent)).collect();
        texts.sort_unstable();
        texts
    }

    /// The text of one of them.
    fn text(&self, referent: &Referent) -> Option<&str> {
        match self.texts.get(&referent.id) {
            Some(text) => Some(text),
            None => self.ids.get_key_value(&path(referent)).map(|(text, _)| &**text),
        }
    }
}

fn path(referent: &Referent) -> String {
    referent.path.join("/")
}

impl References {
    /// Adds all things of a kind.
    pub fn add(&mut self, target: Target, referents: Vec<Referent>) {
        self.tables.insert(target, Table::of(referents));
    }

    /// Adds the predefined attributes with their values.
    pub fn add_attributes(&mut self, attributes: BTreeMap<String, Vec<String>>) {
        self.attributes = Some(attributes);
    }

    /// Adds a thing that the plan makes.
    pub(crate) fn expect(&mut self, target: Target, path: Vec<String>) {
        let table = self.tables.remove(&target).unwrap_or_default();
        let expected = Referent {
            id: String::new(),
            path,
        };
        let referents = table.referents.into_iter().chain([expected]);
        self.add(target, referents.collect());
    }

    /// Whether there is, or will be, a thing of this text.
    pub(crate) fn has(&self, target: Target, text: &str) -> bool {
        let table = self.tables.get(&target);
        table.is_some_and(|table| table.ids.contains_key(text))
    }

    /// The id of a path; none if there is no such thing yet.
    pub fn id_of(&self, target: Target, path: &[String]) -> Option<&str> {
        let id = self.tables.get(&target)?.ids.get(&path.join("/"))?;
        (!id.is_empty()).then_some(&**id)
    }

    /// That a thing is not there yet, in words.
    pub(crate) fn missing(&self, target: Target, text: &str) -> Option<String> {
        let id = self.tables.get(&target)?.ids.get(text)?;
        id.is_empty()
            .then(|| format!("the {} {text} is not made", target.noun()))
    }

    /// The kinds of which the plan makes things that have no id yet.
    pub fn incomplete(&self) -> Vec<Target> {
        let tables = self.tables.iter();
        let incomplete = tables.filter(|(_, table)| table.ids.values().any(String::is_empty));
        incomplete.map(|(target, _)| *target).collect()
    }

    /// Gives the things that the plan made the ids of those that are there now.
    pub fn complete(&mut self, target: Target, found: &[Referent]) {
        let Some(table) = self.tables.get_mut(&target) else {
            return;
        };
        let found: HashMap<&[String], &str> = found
            .iter()
            .map(|referent| (&*referent.path, &*referent.id))
            .collect();
        let mut referents = std::mem::take(&mut table.referents);
        for referent in &mut referents {
            if let ("", Some(id)) = (&*referent.id, found.get(&*referent.path)) {
                referent.id = (*id).to_owned();
            }
        }
        *table = Table::of(referents);
    }

    /// The text of an id.
    pub(crate) fn text<'a>(&'a self, target: Target, id: &'a str) -> &'a str {
        let table = self.tables.get(&target);
        table
            .and_then(|table| table.texts.get(id))
            .map_or(id, |text| text)
    }

    /// The id of a text.
    pub(crate) fn id<'a>(&'a self, target: Target, text: &'a str) -> &'a str {
        let table = self.tables.get(&target);
        table.and_then(|table| table.ids.get(text)).map_or(text, |id| id)
    }

    /// The text of what a name, a path or an id means.
    pub(crate) fn find<'a>(&'a self, target: Target, given: &'a str) -> Result<&'a str, CellFault> {
        let Some(table) = self.tables.get(&target) else {
            return Ok(given);
        };
        if table.ids.contains_key(given) {
            return Ok(given);
        }
        if let Some(text) = table.texts.get(given) {
            return Ok(text);
        }
        let noun = target.noun();
        match &table.named(given)[..] {
            [only] => Ok(only),
            [] => Err(CellFault {
                rule: format!("the instance has no {noun} {given}"),
                suggestion: near(given, table.ids.keys().map(String::as_str))
                    .or_else(|| Some(format!("make the {noun} first, or write the name of another"))),
            }),
            several => Err(CellFault {
                rule: format!("the instance has several of the name {given}"),
                suggestion: Some(format!("write one of {}", several.join(", "))),
            }),
        }
    }

    /// Checks that an attribute has a value.
    pub(crate) fn check_attribute(&self, attribute: &str, value: &str) -> Result<(), CellFault> {
        let Some(attributes) = &self.attributes else {
            return Ok(());
        };
        let Some(values) = attributes.get(attribute) else {
            return Err(CellFault {
                rule: format!("the instance has no predefined attribute {attribute}"),
                suggestion: near(attribute, attributes.keys().map(String::as_str)),
            });
        };
        if values.iter().any(|known| known == value) {
            return Ok(());
        }
        Err(CellFault {
            rule: format!("the predefined attribute {attribute} has no value {value}"),
            suggestion: near(value, values.iter().map(String::as_str)),
        })
    }
}

/// The suggestion of near names.
fn near<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let near = nearest(given, names, SUGGESTIONS);
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}

impl From<BTreeMap<Target, Vec<Referent>>> for References {
    fn from(referents: BTreeMap<Target, Vec<Referent>>) -> Self {
        let tables = referents.into_iter();
        Self {
            tables: tables
                .map(|(target, referents)| (target, Table::of(referents)))
                .collect(),
            attributes: None,
        }
    }
}

impl From<References> for BTreeMap<Target, Vec<Referent>> {
    fn from(references: References) -> Self {
        let tables = references.tables.into_iter();
        tables.map(|(target, table)| (target, table.referents)).collect()
    }
}
