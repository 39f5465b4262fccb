mod associate_user_proficiencies;
mod create_user;
mod delete_all_entity_sessions;
mod delete_user;
mod describe_user;
mod disassociate_user_proficiencies;
pub(crate) mod get_federation_token;
mod list_user_notifications;
mod list_user_proficiencies;
mod list_users;
mod put_user_status;
mod search_users;
mod update_user_config;
mod update_user_hierarchy;
mod update_user_identity_info;
mod update_user_notification_status;
mod update_user_phone_config;
mod update_user_proficiencies;
mod update_user_routing_profile;
mod update_user_security_profiles;

use roster_testkit::{Answer, MANAGED, MARY, Roster};
use serde_json::{Value, json};

pub(super) async fn make_language(t: &Roster) {
    let input = json!({
        "InstanceId": MANAGED, "Name": "Language", "Values": {"StringList": ["English", "French"]},
    });
    t.root().done("CreatePredefinedAttribute", input).await;
}

pub(super) fn proficiency(value: &str, level: f64) -> Value {
    json!({"AttributeName": "Language", "AttributeValue": value, "Level": level})
}

pub(super) async fn change_proficiencies(t: &Roster, operation: &str, proficiencies: &[Value]) -> Answer {
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "UserProficiencies": proficiencies});
    t.root().call(operation, input).await
}

pub(super) async fn proficiencies(t: &Roster) -> Vec<Value> {
    let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
    t.root().all("ListUserProficiencies", mary, 1).await
}
