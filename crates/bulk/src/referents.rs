//! What users of an instance refer to, as the API lists it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::hierarchies::{DescribeUserHierarchyGroup, ListUserHierarchyGroups};
use roster_model::ops::connect::predefined_attributes::{
    DescribePredefinedAttribute, ListPredefinedAttributes,
};
use roster_model::ops::connect::routing_profiles::ListRoutingProfiles;
use roster_model::ops::connect::security_profiles::ListSecurityProfiles;
use roster_plan::{Column, Instance, References, Referent, Target};
use serde_json::Value;

use crate::directory::{list, read, text};
use crate::error::Error;
use crate::parallel::Work;

/// The levels of a hierarchy, as its paths name them.
const LEVELS: [&str; 5] = ["LevelOne", "LevelTwo", "LevelThree", "LevelFour", "LevelFive"];

/// Reads what these columns of an instance refer to.
///
/// # Errors
/// A call fails.
pub fn references(work: &Work<'_>, instance: &Instance, columns: &[Column]) -> Result<References, Error> {
    let mut references = References::default();
    for column in columns {
        match column.target() {
            Some(target @ Target::SecurityProfile) => {
                references.add(
                    target,
                    named(&listed(work, instance, ListSecurityProfiles::DESCRIPTION)?),
                );
            }
            Some(target @ Target::RoutingProfile) => {
                references.add(
                    target,
                    named(&listed(work, instance, ListRoutingProfiles::DESCRIPTION)?),
                );
            }
            Some(target @ Target::HierarchyGroup) => references.add(target, groups(work, instance)?),
            None if *column == Column::Proficiencies => {
                references.add_attributes(attributes(work, instance)?);
            }
            None => {}
        }
    }
    Ok(references)
}

fn listed(
    work: &Work<'_>,
    instance: &Instance,
    operation: &'static Description,
) -> Result<Vec<Value>, Error> {
    let given = [("InstanceId", Value::from(&*instance.id))];
    work.here(|patient| Ok(list(patient, operation, &given)?))
}

fn named(listed: &[Value]) -> Vec<Referent> {
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
        let path = &answer["HierarchyGroup"]["HierarchyPath"];
        let names = LEVELS
            .iter()
            .filter_map(|level| path[*level]["Name"].as_str().map(str::to_owned));
        let mut paths = paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.insert(id.clone(), names.collect());
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
