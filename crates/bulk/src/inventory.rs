//! The resources of an instance, as the API shows them.

use std::sync::{Mutex, PoisonError};

use roster_model::operation::Operation;
use roster_model::ops::connect::hierarchies::DescribeUserHierarchyStructure;
use roster_plan::{Instance, Inventory, References, Referent, Resource, ResourceKind, Target};
use serde_json::Value;

use crate::directory::{found, list};
use crate::error::Error;
use crate::parallel::Work;
use crate::patience::{Failure, Patient, Repeat};
use crate::reading::reading;
use crate::referents::{listed, named};

/// Reads what users of an instance refer to, directly or not. Of queues and hours of operation, those that routing
/// profiles need.
///
/// # Errors
/// A call fails.
pub fn inventory(work: &Work<'_>, instance: &Instance) -> Result<Inventory, Error> {
    let mut names = References::default();
    for (kind, target) in [
        (ResourceKind::HoursOfOperation, Target::HoursOfOperation),
        (ResourceKind::Queue, Target::Queue),
    ] {
        names.add(target, referents(work, instance, kind)?);
    }
    let mut resources = Vec::new();
    let levels = work.here(|patient| {
        Ok(resource(
            patient,
            instance,
            ResourceKind::HierarchyLevels,
            "",
            LEVELS,
            &names,
        )?)
    })?;
    resources.extend(levels);
    for kind in [
        ResourceKind::PredefinedAttribute,
        ResourceKind::HierarchyGroup,
        ResourceKind::AgentStatus,
        ResourceKind::SecurityProfile,
        ResourceKind::RoutingProfile,
    ] {
        let of_kind = described(work, instance, kind, &referents(work, instance, kind)?, &names)?;
        if kind == ResourceKind::HierarchyGroup {
            names.add(
                Target::HierarchyGroup,
                of_kind.iter().map(Resource::referent).collect(),
            );
        }
        resources.extend(of_kind);
    }
    for (kind, target) in [
        (ResourceKind::Queue, Target::Queue),
        (ResourceKind::HoursOfOperation, Target::HoursOfOperation),
    ] {
        let mut needed: Vec<Referent> = resources
            .iter()
            .flat_map(|resource| resource.referred(target))
            .filter_map(|name| {
                let path = vec![name];
                let id = names.id_of(target, &path)?.to_owned();
                Some(Referent { id, path })
            })
            .collect();
        needed.sort_by(|one, other| one.id.cmp(&other.id));
        needed.dedup();
        resources.extend(described(work, instance, kind, &needed, &names)?);
    }
    Ok(Inventory::new(names, resources))
}

/// The name of the hierarchy, which has none.
const LEVELS: &str = "levels";

/// The resources of a kind as they are listed. Groups have their own names alone.
fn referents(work: &Work<'_>, instance: &Instance, kind: ResourceKind) -> Result<Vec<Referent>, Error> {
    let Some(reading) = reading(kind) else {
        return Ok(Vec::new());
    };
    let mut referents = named(&listed(work, instance, reading.list)?);
    if kind == ResourceKind::PredefinedAttribute {
        // Their names are their ids.
        for referent in &mut referents {
            referent.id = referent.path.concat();
        }
    }
    Ok(referents)
}

/// The resources of these ids and names. What was deleted meanwhile is missing.
fn described(
    work: &Work<'_>,
    instance: &Instance,
    kind: ResourceKind,
    referents: &[Referent],
    names: &References,
) -> Result<Vec<Resource>, Error> {
    let resources = Mutex::new(Vec::with_capacity(referents.len()));
    work.on_each(referents, |patient, Referent { id, path }| {
        let name = path.last().map_or("", String::as_str);
        if let Some(resource) = resource(patient, instance, kind, id, name, names)? {
            let mut resources = resources.lock().unwrap_or_else(PoisonError::into_inner);
            resources.push(resource);
        }
        Ok(())
    })?;
    Ok(resources.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A resource as the service shows it now; none if there is no such resource.
pub(crate) fn resource(
    patient: &Patient<'_>,
    instance: &Instance,
    kind: ResourceKind,
    id: &str,
    name: &str,
    names: &References,
) -> Result<Option<Resource>, Failure> {
    let look = || {
        let mut given = vec![("InstanceId", Value::from(&*instance.id))];
        let Some(reading) = reading(kind) else {
            let parameters = given
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect();
            let structure = DescribeUserHierarchyStructure::DESCRIPTION;
            return patient.call(structure, &parameters, Repeat::Safe);
        };
        given.push((kind.id_member(), Value::from(id)));
        let parameters = given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        let mut answer = patient.call(reading.description, &parameters, Repeat::Safe)?[reading.member].take();
        for (member, operation) in reading.lists {
            answer[*member] = list(patient, operation, &given)?.into();
        }
        Ok(answer)
    };
    let answer = found(look())?;
    Ok(answer.map(|answer| Resource::of_answer(kind, id, name, &answer, names)))
}
