mod create_security_profile;
mod delete_security_profile;
mod describe_security_profile;
mod list_security_profile_ai_agents;
mod list_security_profile_applications;
mod list_security_profile_flow_modules;
mod list_security_profile_permissions;
mod list_security_profiles;
mod search_security_profiles;
mod update_security_profile;

use roster_testkit::{MANAGED, Roster, with};
use serde_json::{Value, json};

/// Makes a security profile of this name; gives the input that names it.
async fn make(t: &Roster, name: &str, more: Value) -> Value {
    let input = with(json!({"InstanceId": MANAGED, "SecurityProfileName": name}), more);
    let made = t.root().done("CreateSecurityProfile", input).await;
    json!({"InstanceId": MANAGED, "SecurityProfileId": made["SecurityProfileId"]})
}

async fn described(t: &Roster, profile: &Value) -> Value {
    let mut answer = t.root().done("DescribeSecurityProfile", profile.clone()).await;
    answer["SecurityProfile"].take()
}

async fn permissions(t: &Roster, profile: &Value) -> Vec<Value> {
    t.root()
        .all("ListSecurityProfilePermissions", profile.clone(), 100)
        .await
}

/// The input that names the security profile of this name.
async fn named(t: &Roster, name: &str) -> Value {
    let of_instance = json!({"InstanceId": MANAGED});
    let profiles = t.root().all("ListSecurityProfiles", of_instance, 100).await;
    let found = profiles.iter().find(|profile| profile["Name"] == name);
    json!({"InstanceId": MANAGED, "SecurityProfileId": found.expect(name)["Id"]})
}
