//! Instances and users that are given by name to commands which call a server.

use anyhow::Context;
use roster_client::Parameters;
use roster_domain::Id;
use roster_model::operation::Operation;
use roster_model::ops::connect::instances::ListInstances;
use roster_model::ops::connect::users::SearchUsers;
use serde_json::{Value, json};

use crate::arguments::CalledServer;

impl CalledServer {
    /// The id of an instance, which is given by its id, its ARN or its alias.
    ///
    /// # Errors
    ///
    /// If no instance of the account in the Region has the alias, or the caller may not list instances.
    pub(crate) fn instance_id(&self, given: &str) -> anyhow::Result<String> {
        if is_id(given) {
            return Ok(given.to_owned());
        }
        let instances = self.all(ListInstances::DESCRIPTION, Parameters::new())?;
        id_by(&instances, "InstanceAlias", given).with_context(|| {
            format!("no instance has the alias {given:?} in this account and Region: see `roster connect list-instances`")
        })
    }

    /// The id of a user of an instance, which is given by its id, its ARN or its username.
    ///
    /// # Errors
    ///
    /// If no user of the instance has the username, or the caller may not search users.
    pub(crate) fn user_id(&self, instance_id: &str, given: &str) -> anyhow::Result<String> {
        if is_id(given) {
            return Ok(given.to_owned());
        }
        let condition = json!({"FieldName": "Username", "Value": given, "ComparisonType": "EXACT"});
        let parameters = [
            ("InstanceId", instance_id.into()),
            ("SearchCriteria", json!({"StringCondition": condition})),
        ];
        let parameters = parameters.map(|(name, value): (_, Value)| (name.to_owned(), value));
        let users = self.all(SearchUsers::DESCRIPTION, parameters.into_iter().collect())?;
        // A search does not distinguish cases, and two usernames may differ in case only.
        id_by(&users, "Username", given).with_context(|| {
            format!("no user of instance {instance_id} has the username {given:?}: see `roster connect list-users`")
        })
    }
}

fn is_id(given: &str) -> bool {
    given.starts_with("arn:") || Id::parse(given).is_some()
}

/// The id of the item whose member has this value.
fn id_by(items: &[Value], member: &str, value: &str) -> Option<String> {
    let found = items.iter().find(|item| item[member] == value)?;
    Some(found["Id"].as_str()?.to_owned())
}
