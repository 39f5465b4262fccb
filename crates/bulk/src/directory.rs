//! The directory as the API shows it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use roster_client::{Error as ClientError, NEXT_TOKEN, Parameters};
use roster_domain::rules::takeover::may_edit_users;
use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::instances::{DescribeInstance, ListInstances};
use roster_model::ops::connect::security_profiles::ListSecurityProfilePermissions;
use roster_model::ops::connect::users::{DescribeUser, ListUserProficiencies, ListUsers, SearchUsers};
use roster_plan::{Account, Change, Column, DirectoryType, Instance, People, Person, References};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::parallel::Work;
use crate::patience::{Failure, Patient, Repeat};

/// Finds an instance by id, ARN or alias.
///
/// # Errors
/// The calls fail, or there is no such instance.
pub fn find_instance(work: &Work<'_>, given: &str) -> Result<Instance, Error> {
    work.here(|patient| {
        let id = match id(given) {
            Some(id) => id.to_owned(),
            None => id_of_alias(patient, given)?,
        };
        let answer = read(
            patient,
            DescribeInstance::DESCRIPTION,
            [("InstanceId", id.as_str())],
        )?;
        let instance = &answer["Instance"];
        let kind = DirectoryType::deserialize(&instance["IdentityManagementType"]);
        Ok(Instance {
            arn: text(&instance["Arn"]),
            references: References::default(),
            alias: instance["InstanceAlias"].as_str().map(str::to_owned),
            kind: kind.map_err(|_| Error::UnexpectedAnswer {
                operation: "DescribeInstance",
                member: "IdentityManagementType",
            })?,
            id,
        })
    })
}

/// The id that a text is, or that the ARN ends with.
fn id(text: &str) -> Option<&str> {
    let last = match text.strip_prefix("arn:") {
        Some(arn) => arn.rsplit_once("instance/")?.1,
        None => text,
    };
    let lengths = last.split('-').map(str::len);
    let is_id = lengths.eq([8, 4, 4, 4, 12])
        && last
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then_some(last)
}

fn id_of_alias(patient: &Patient<'_>, alias: &str) -> Result<String, Error> {
    let instances = list(patient, ListInstances::DESCRIPTION, &[])?;
    let found = instances
        .iter()
        .find(|instance| instance["InstanceAlias"].as_str() == Some(alias));
    let id = found.and_then(|instance| instance["Id"].as_str());
    id.map(str::to_owned).ok_or_else(|| Error::UnknownInstance {
        alias: alias.to_owned(),
    })
}

/// Everybody of an instance in brief, without addresses.
///
/// # Errors
/// The calls fail.
pub fn accounts(work: &Work<'_>, instance_id: &str) -> Result<Vec<Account>, Error> {
    let parameters = [
        ("InstanceId", Value::from(instance_id)),
        ("MaxResults", Value::from(1000)),
    ];
    let account = |user: Value| Account {
        id: text(&user["Id"]),
        username: text(&user["Username"]),
        email: None,
    };
    work.here(|patient| Ok(list_of(patient, ListUsers::DESCRIPTION, &parameters, account)?))
}

/// The people of these ids in these columns, by id. Who was deleted meanwhile is missing.
///
/// # Errors
/// A call fails.
pub fn people(
    work: &Work<'_>,
    instance: &Instance,
    ids: &[&str],
    columns: &[Column],
) -> Result<People, Error> {
    let people = Mutex::new(Vec::with_capacity(ids.len()));
    work.on_each(ids, |patient, id| {
        if let Some(person) = describe(patient, instance, id, columns)? {
            let mut people = people.lock().unwrap_or_else(PoisonError::into_inner);
            people.push(person);
        }
        Ok(())
    })?;
    let people = people.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(people.into_iter().collect())
}

/// Everybody of an instance in every column, by username.
///
/// # Errors
/// A call fails.
pub fn everybody(work: &Work<'_>, instance: &Instance) -> Result<Vec<Person>, Error> {
    let accounts = accounts(work, &instance.id)?;
    let ids: Vec<&str> = accounts.iter().map(|account| &*account.id).collect();
    let people = people(work, instance, &ids, Column::ALL)?;
    let mut everybody: Vec<Person> = people.into_iter().collect();
    everybody.sort_by(|one, other| (&one.username, &one.id).cmp(&(&other.username, &other.id)));
    Ok(everybody)
}

/// A person in these columns as the service shows it now; none if there is no such user.
pub(crate) fn describe(
    patient: &Patient<'_>,
    instance: &Instance,
    user_id: &str,
    columns: &[Column],
) -> Result<Option<Person>, Failure> {
    let look = || {
        let given = [("UserId", user_id), ("InstanceId", &*instance.id)];
        let mut user = read(patient, DescribeUser::DESCRIPTION, given)?["User"].take();
        if columns.contains(&Column::Proficiencies) {
            let given = given.map(|(name, value)| (name, Value::from(value)));
            user["UserProficiencies"] = list(patient, ListUserProficiencies::DESCRIPTION, &given)?.into();
        }
        Ok(Person::of_user(&user, columns, &instance.references))
    };
    found(look())
}

/// What a look found; none if the service says that there is no such thing.
pub(crate) fn found<T>(look: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match look {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Refused(ClientError::Service(refusal)))
            if refusal.code == "ResourceNotFoundException" =>
        {
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// The person that a change is about, in these columns, as the service shows it now; none if there is no such user. A
/// person whom the run creates is looked for by username.
pub(crate) fn look(
    patient: &Patient<'_>,
    instance: &Instance,
    change: &Change,
    columns: &[Column],
) -> Result<Option<Person>, Failure> {
    if !change.user_id.is_empty() {
        return describe(patient, instance, &change.user_id, columns);
    }
    let condition = json!({"FieldName": "Username", "Value": change.username, "ComparisonType": "EXACT"});
    let given = [
        ("InstanceId", Value::from(&*instance.id)),
        ("SearchCriteria", json!({"StringCondition": condition})),
    ];
    let found = list(patient, SearchUsers::DESCRIPTION, &given)?;
    let user = found
        .iter()
        .find(|user| user["Username"].as_str() == Some(&change.username));
    match user.and_then(|user| user["Id"].as_str()) {
        Some(id) => describe(patient, instance, id, columns),
        None => Ok(None),
    }
}

/// The ids of the security profiles that let their holders edit users or permissions: of those that changed people
/// have, or get.
///
/// # Errors
/// A call fails.
pub(crate) fn editing_profiles(
    work: &Work<'_>,
    instance: &Instance,
    changes: &[Change],
    people: &People,
) -> Result<BTreeSet<String>, Error> {
    let mut profiles = BTreeSet::new();
    for change in changes {
        let person = people.person(&change.user_id);
        profiles.extend(
            person
                .into_iter()
                .flat_map(|person| person.security_profile_ids.clone()),
        );
        profiles.extend(change.security_profile_ids(instance));
    }
    // What the plan makes is held back by itself.
    profiles.retain(|id| !id.is_empty());
    let profiles: Vec<_> = profiles.into_iter().collect();
    let editing = Mutex::new(BTreeSet::new());
    work.on_each(&profiles, |patient, profile| {
        let parameters = [
            ("SecurityProfileId", Value::from(&**profile)),
            ("InstanceId", Value::from(&*instance.id)),
        ];
        let permissions = list(patient, ListSecurityProfilePermissions::DESCRIPTION, &parameters)?;
        if may_edit_users(permissions.iter().filter_map(Value::as_str)) {
            let mut editing = editing.lock().unwrap_or_else(PoisonError::into_inner);
            editing.insert(profile.clone());
        }
        Ok(())
    })?;
    Ok(editing.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The items of all pages of a list.
pub(crate) fn list(
    patient: &Patient<'_>,
    operation: &'static Description,
    given: &[(&str, Value)],
) -> Result<Vec<Value>, Failure> {
    list_of(patient, operation, given, |item| item)
}

/// The same, of which only something is kept of each.
fn list_of<T>(
    patient: &Patient<'_>,
    operation: &'static Description,
    given: &[(&str, Value)],
    kept: impl Fn(Value) -> T,
) -> Result<Vec<T>, Failure> {
    let items = operation.pages.expect("the operation lists");
    let mut parameters: Parameters = given
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let mut all = Vec::new();
    loop {
        let mut page = patient.call(operation, &parameters, Repeat::Safe)?;
        if let Value::Array(found) = page[items].take() {
            all.extend(found.into_iter().map(&kept));
        }
        let token = page[NEXT_TOKEN].take();
        if token.as_str().is_none_or(str::is_empty) {
            return Ok(all);
        }
        if parameters.get(NEXT_TOKEN) == Some(&token) {
            return Err(Failure::Fatal(ClientError::RepeatedToken(token)));
        }
        parameters.insert(NEXT_TOKEN.to_owned(), token);
    }
}

pub(crate) fn read<const N: usize>(
    patient: &Patient<'_>,
    operation: &'static Description,
    given: [(&str, &str); N],
) -> Result<Value, Failure> {
    patient.call(operation, &parameters(given), Repeat::Safe)
}

fn parameters<const N: usize>(given: [(&str, &str); N]) -> Parameters {
    let pairs = given.into_iter();
    pairs
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_named_by_id_arn_or_alias() {
        let known = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
        let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{known}");
        assert_eq!(id(known), Some(known));
        assert_eq!(id(&arn), Some(known));
        for alias in ["demo", "a-b-c-d-e", "a1b2c3d4-5678-90ab-cdef"] {
            assert_eq!(id(alias), None);
        }
    }
}
