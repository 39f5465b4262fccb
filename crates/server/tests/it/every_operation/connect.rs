//! How the operations of Connect succeed.

use roster_model::operation::Description;
use roster_model::resource_type::{Parent, ResourceType};
use roster_model::schema::Member;
use roster_testkit::{MANAGED, MARY, Roster, sample};
use serde_json::{Map, Value, json};

/// An input with which an operation succeeds on the demonstration: what the operation requires, and nothing
/// else. Only an operation that has to obey rules besides says here how it succeeds.
pub(super) async fn successful(t: &Roster, operation: &Description) -> Value {
    match operation.name {
        "CreateInstance" => json!({
            "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "acme",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        }),
        "CreateUser" => t.root().new_user(MANAGED, "ana").await,
        "DeleteAllEntitySessions" => {
            json!({"InstanceId": MANAGED, "EntityId": MARY, "EntityType": "USER"})
        }
        _ => required(t, operation).await,
    }
}

async fn required(t: &Roster, operation: &Description) -> Value {
    let members = operation.request().members();
    let mut input = Map::new();
    for member in members.iter().filter(|member| member.required) {
        input.insert(member.name.to_owned(), example(t, member).await);
    }
    Value::Object(input)
}

/// The managed instance, the first of its resources of a type, or any value that fits.
async fn example(t: &Roster, member: &Member) -> Value {
    let is_named = |kind: &&ResourceType| kind.label() == member.name;
    match ResourceType::ALL.iter().find(is_named) {
        Some(ResourceType::Instance) => json!(MANAGED),
        Some(kind) if kind.parent() == Parent::Instance => {
            let list = format!("List{}s", member.name.trim_end_matches("Id"));
            let listed = t.root().all(&list, json!({"InstanceId": MANAGED}), 10).await;
            listed[0]["Id"].clone()
        }
        _ => sample((member.target)()),
    }
}
