mod associate_security_profiles;
mod disassociate_security_profiles;
mod list_entity_security_profiles;

use roster_testkit::{Answer, MANAGED, MARY, Roster, with};
use serde_json::{Value, json};

/// The ARN of Mary.
async fn mary(t: &Roster) -> Value {
    t.root().user(MANAGED, MARY).await["Arn"].take()
}

/// The ids of the security profiles of the managed instance.
async fn all(t: &Roster) -> Vec<Value> {
    let listed = t
        .root()
        .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
        .await;
    listed.iter().map(|profile| profile["Id"].clone()).collect()
}

/// Gives Mary exactly these security profiles.
async fn give(t: &Roster, profiles: &[Value]) {
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "SecurityProfileIds": profiles});
    t.root().done("UpdateUserSecurityProfiles", input).await;
}

/// The ids of the security profiles that Mary has.
async fn had(t: &Roster) -> Value {
    t.root().user(MANAGED, MARY).await["SecurityProfileIds"].take()
}

/// Calls an operation that is about Mary with these security profiles, and some members replaced.
async fn call(t: &Roster, operation: &str, profiles: &[Value], replaced: Value) -> Answer {
    let items: Vec<_> = profiles.iter().map(|id| json!({"Id": id})).collect();
    let input = json!({
        "InstanceId": MANAGED, "EntityType": "USER", "EntityArn": mary(t).await, "SecurityProfiles": items,
    });
    t.root().call(operation, with(input, replaced)).await
}
