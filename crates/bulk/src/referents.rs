//! What users of an instance refer to, as the API lists it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::hierarchies::{DescribeUserHierarchyGroup, ListUserHierarchyGroups};
use roster_model::ops::connect::predefined_attributes::{
    DescribePredefinedAttribute, ListPredefinedAttributes,
};
use roster_model::ops::connect::queues::ListQueues;
use roster_plan::{Column, Instance, References, Referent, ResourceKind, Target, group_path};
use serde_json::{Value, json};

use crate::directory::{list, read, text};
use crate::error::Error;
use crate::parallel::Work;
use crate::reading::reading;

/// Reads what these columns of an instance refer to.
///
/// # Errors
/// A call fails.
pub fn references(work: &Work<'_>, instance: &Instance, columns: &[Column]) -> Result<References, Error> {
    let mut references = References::default();
    for column in columns {
        match column.target() {
            Some(target) => references.add(target, referents(work, instance, target)?),
            None if *column == Column::Proficiencies => {
                references.add_attributes(attributes(work, instance)?);
            }
            None => {}
        }
    }
    Ok(references)
}

/// Gives what a plan made of an instance the ids that it has now.
///
/// # Errors
/// A call fails.
pub fn complete(work: &Work<'_>, instance: &mut Instance) -> Result<(), Error> {
    for target in instance.references.incomplete() {
        let found = referents(work, instance, target)?;
        instance.references.complete(target, &found);
    }
    Ok(())
}

/// All things of a kind that can be referred to.
pub(crate) fn referents(
    work: &Work<'_>,
    instance: &Instance,
    target: Target,
) -> Result<Vec<Referent>, Error> {
    if target == Target::HierarchyGroup {
        return groups(work, instance);
    }
    let reading = ResourceKind::of_target(target).and_then(reading);
    let listed = reading.map(|reading| listed(work, instance, reading.list));
    Ok(named(&listed.transpose()?.unwrap_or_default()))
}

/// The items of a list of an instance. Queues of agents belong to users, and have no names.
pub(crate) fn listed(
    work: &Work<'_>,
    instance: &Instance,
    operation: &'static Description,
) -> Result<Vec<Value>, Error> {
    let mut given = vec![("InstanceId", Value::from(&*instance.id))];
    if operation.name == ListQueues::DESCRIPTION.name {
        given.push(("QueueTypes", json!(["STANDARD"])));
    }
    work.here(|patient| Ok(list(patient, operation, &given)?))
}

pub(crate) fn named(listed: &[Value]) -> Vec<Referent> {
    let referent = |item: &Value| Referent {
        id: text(&item["Id"]),
        path: vec![text(&item["Name"])],
    };
    listed.iter().map(referent).collect()
}

/// The hierarchy groups with the groups above them, in the order of the list. Each has to be described for that.
fn groups(work: &Work<'_>, instance: &Instance) -> Result<Vec<Referent>, Error> {
    let ids: Vec<String> = listed(work, instance, ListUserHierarchyGroups::DESCRIPTION)?
        .iter()
        .map(|group| text(&group["Id"]))
        .collect();
    let paths = Mutex::new(HashMap::new());
    work.on_each(&ids, |patient, id| {
        let given = [("HierarchyGroupId", &**id), ("InstanceId", &*instance.id)];
        let answer = read(patient, DescribeUserHierarchyGroup::DESCRIPTION, given)?;
        let mut paths = paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.insert(id.clone(), group_path(&answer["HierarchyGroup"]));
        Ok(())
    })?;
    let mut paths = paths.into_inner().unwrap_or_else(PoisonError::into_inner);
    let referents = ids.into_iter().filter_map(|id| {
        let path = paths.remove(&id)?;
        Some(Referent { id, path })
    });
    Ok(referents.collect())
}

/// The values of each predefined attribute.
fn attributes(work: &Work<'_>, instance: &Instance) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let names: Vec<String> = listed(work, instance, ListPredefinedAttributes::DESCRIPTION)?
        .iter()
        .map(|attribute| text(&attribute["Name"]))
        .collect();
    let attributes = Mutex::new(BTreeMap::new());
    work.on_each(&names, |patient, name| {
        let given = [("Name", &**name), ("InstanceId", &*instance.id)];
        let answer = read(patient, DescribePredefinedAttribute::DESCRIPTION, given)?;
        let values = answer["PredefinedAttribute"]["Values"]["StringList"]
            .as_array()
            .map(|values| values.iter().map(text).collect())
            .unwrap_or_default();
        let mut attributes = attributes.lock().unwrap_or_else(PoisonError::into_inner);
        attributes.insert(name.clone(), values);
        Ok(())
    })?;
    Ok(attributes.into_inner().unwrap_or_else(PoisonError::into_inner))
}
