use roster_testkit::each_engine;
use serde_json::json;

use super::changed;

#[test]
fn a_queue_gets_a_limit() {
    each_engine(async |t| {
        let limit = json!({"MaxContacts": 7});

        changed(&t, "UpdateQueueMaxContacts", [limit.clone()], limit).await;
    });
}

#[test]
fn no_number_removes_the_limit() {
    each_engine(async |t| {
        let changes = [json!({"MaxContacts": 7}), json!({})];

        changed(&t, "UpdateQueueMaxContacts", changes, json!({})).await;
    });
}
