//! The resources of an instance.

use std::collections::BTreeMap;

use super::kind::ResourceKind;
use super::resource::{Members, Resource};
use crate::references::References;

/// The resources of an instance, as far as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    names: References,
    resources: BTreeMap<(ResourceKind, Vec<String>), Resource>,
    /// Those whose name another of their kind has, too.
    ambiguous: Vec<Resource>,
}

impl Inventory {
    /// An inventory of resources. `names` are those of all queues and hours of operation, which need not be among the
    /// resources.
    pub fn new(names: References, resources: impl IntoIterator<Item = Resource>) -> Self {
        let mut inventory = Self {
            names,
            ..Self::default()
        };
        let mut written: BTreeMap<(ResourceKind, String), usize> = BTreeMap::new();
        let resources: Vec<Resource> = resources.into_iter().collect();
        for resource in &resources {
            *written.entry((resource.kind, resource.name())).or_default() += 1;
        }
        for resource in resources {
            if written[&(resource.kind, resource.name())] > 1 {
                inventory.ambiguous.push(resource);
            } else {
                let key = (resource.kind, resource.path.clone());
                inventory.resources.insert(key, resource);
            }
        }
        inventory
    }

    /// What users of the instance can refer to.
    pub fn references(&self) -> References {
        let mut references = self.names.clone();
        for kind in ResourceKind::ALL {
            let of_kind = self.resources.values().chain(&self.ambiguous);
            let of_kind = of_kind.filter(|resource| resource.kind == kind);
            match kind.target() {
                // Their names are there, of all of them.
                Some(_) if matches!(kind, ResourceKind::HoursOfOperation | ResourceKind::Queue) => {}
                Some(target) => references.add(target, of_kind.map(Resource::referent).collect()),
                None if kind == ResourceKind::PredefinedAttribute => {
                    let attributes = of_kind.map(|attribute| (attribute.name(), values(&attribute.members)));
                    references.add_attributes(attributes.collect());
                }
                None => {}
            }
        }
        references
    }

    /// The resources, in the order in which they are made.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.resources.values()
    }

    pub(crate) fn ambiguous(&self) -> impl Iterator<Item = &Resource> {
        self.ambiguous.iter()
    }

    pub(crate) fn find(&self, resource: &Resource) -> Option<&Resource> {
        self.resources.get(&(resource.kind, resource.path.clone()))
    }
}

/// The values of a predefined attribute.
pub(crate) fn values(members: &Members) -> Vec<String> {
    let values = members.get("Values").and_then(|values| values.as_array());
    let values = values.into_iter().flatten().filter_map(|value| value.as_str());
    values.map(str::to_owned).collect()
}
