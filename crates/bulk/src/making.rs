//! Makes and changes the resources of a run.

use roster_plan::{Instance, Members, Next, Reason, Referent, Resource, ResourceChange, ResourceKind};
use serde_json::Value;

use crate::attempting::{Attempt, attempt};
use crate::directory::{list, text};
use crate::error::Error;
use crate::inventory::resource;
use crate::notes::Notes;
use crate::parallel::Work;
use crate::patience::{Failure, Patient, Repeat};
use crate::reading::reading;
use crate::referents::complete;
use crate::runs::Run;

/// Makes the changes of resources that remain, one after the other, because each may refer to those before it. Returns
/// the instance with the ids of what is made, which people refer to.
pub(crate) fn make_resources(run: &Run, notes: &Notes<'_>, work: &Work<'_>) -> Result<Instance, Error> {
    let mut instance = run.plan.instance.clone();
    complete(work, &mut instance)?;
    let changes = &run.plan.resources;
    let remaining: Vec<usize> = run
        .progress
        .remaining()
        .filter(|place| *place < changes.len())
        .collect();
    if remaining.is_empty() {
        return Ok(instance);
    }
    work.here(|patient| {
        let resources = remaining.chunk_by(|one, other| changes[*one].is_about_resource_of(&changes[*other]));
        for places in resources {
            let mut found = None;
            for place in places {
                let mut change = OfResource {
                    change: &changes[*place],
                    instance: &mut instance,
                    is_called: false,
                };
                attempt(&mut change, *place, notes, patient, &mut found)?;
            }
        }
        Ok(())
    })?;
    Ok(instance)
}

/// A change of a resource.
struct OfResource<'a> {
    change: &'a ResourceChange,
    /// It learns the ids of what is made.
    instance: &'a mut Instance,
    /// Whether the call was made, so that there may be a resource whose id is not known.
    is_called: bool,
}

impl OfResource<'_> {
    /// The id; none if there is no such resource.
    fn id(&mut self, patient: &Patient<'_>) -> Result<Option<String>, Failure> {
        let Some(target) = self.change.kind.target() else {
            return Ok(Some(self.change.name()));
        };
        let known = self.instance.references.id_of(target, &self.change.path);
        if known.is_some() || !self.is_called {
            return Ok(known.map(str::to_owned));
        }
        let found = self.find(patient)?;
        if let Some(id) = &found {
            self.learn(id.clone());
        }
        Ok(found)
    }

    /// Looks for a resource by name.
    fn find(&self, patient: &Patient<'_>) -> Result<Option<String>, Failure> {
        let change = self.change;
        let Some(reading) = reading(change.kind) else {
            return Ok(None);
        };
        let given = [("InstanceId", Value::from(&*self.instance.id))];
        for item in list(patient, reading.list, &given)? {
            let (id, name) = (text(&item["Id"]), text(&item["Name"]));
            if Some(&name) != change.path.last() {
                continue;
            }
            // Groups of several paths have one name.
            let is_found = change.kind != ResourceKind::HierarchyGroup
                || self
                    .resource(patient, &id)?
                    .is_some_and(|group| group.path == change.path);
            if is_found {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn resource(&self, patient: &Patient<'_>, id: &str) -> Result<Option<Resource>, Failure> {
        let name = self.change.path.last().map_or("", String::as_str);
        let names = &self.instance.references;
        resource(patient, self.instance, self.change.kind, id, name, names)
    }

    /// Notes the id of what was made.
    fn learn(&mut self, id: String) {
        if let Some(target) = self.change.kind.target() {
            let path = self.change.path.clone();
            self.instance
                .references
                .complete(target, &[Referent { id, path }]);
        }
    }
}

impl Attempt for OfResource<'_> {
    /// The resource, or that there is none of its name.
    type Found = Option<Resource>;

    const NOT_MADE: &'static str = "it is not made";

    fn look(&mut self, patient: &Patient<'_>) -> Result<Option<Resource>, Failure> {
        match self.id(patient)? {
            Some(id) => self.resource(patient, &id),
            None => Ok(None),
        }
    }

    fn next(&self, in_doubt: bool, found: &Option<Resource>) -> Next {
        let now: Option<Members> = found.as_ref().map(|resource| self.change.now(resource));
        self.change.next(in_doubt, now.as_ref())
    }

    fn missing(&self) -> Option<String> {
        self.change.missing(&self.instance.references)
    }

    fn call(&mut self, patient: &Patient<'_>, found: &Option<Resource>) -> Result<Value, Failure> {
        self.is_called = true;
        let parameters = self
            .change
            .parameters(&self.instance.id, &self.instance.references, found.as_ref());
        patient.call(self.change.call.operation(), &parameters, Repeat::IfNotDone)
    }

    fn accepted(
        &mut self,
        _: &Patient<'_>,
        answer: &Value,
        found: Option<Resource>,
    ) -> Result<(Option<Reason>, Option<Option<Resource>>), Failure> {
        if self.change.call.is_creation() {
            self.learn(text(&answer[self.change.kind.id_member()]));
            return Ok((None, None));
        }
        let after = found.map(|mut resource| {
            self.change.apply(&mut resource);
            resource
        });
        Ok((None, Some(after)))
    }
}
