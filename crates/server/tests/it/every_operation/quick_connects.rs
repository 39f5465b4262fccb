//! How the operations on quick connects succeed, and change something.

use roster_testkit::{MANAGED, MARY, Roster, with};
use serde_json::{Value, json};

/// What an operation on quick connects needs, beside what it requires.
pub(super) async fn of_quick_connects(t: &Roster, operation: &str, required: Value) -> Value {
    let more = match operation {
        "CreateQuickConnect" => return new_quick_connect("Help"),
        "UpdateQuickConnectName" => json!({"Name": "Mary's desk"}),
        "UpdateQuickConnectConfig" => json!({"QuickConnectConfig": to_queue(t).await}),
        "ListQuickConnects" | "SearchQuickConnects" => {
            make_quick_connects(t).await;
            json!({})
        }
        _ => json!({}),
    };
    with(required, more)
}

/// The input that makes a quick connect to Mary.
fn new_quick_connect(name: &str) -> Value {
    let config = json!({"UserId": MARY, "ContactFlowId": "00000000-0000-4000-8000-00000000f10e"});
    json!({
        "InstanceId": MANAGED, "Name": name,
        "QuickConnectConfig": {"QuickConnectType": "USER", "UserConfig": config},
    })
}

async fn to_queue(t: &Roster) -> Value {
    let queues = t
        .root()
        .all("ListQueues", json!({"InstanceId": MANAGED}), 10)
        .await;
    let config = json!({"QueueId": queues[0]["Id"], "ContactFlowId": "00000000-0000-4000-8000-00000000f10e"});
    json!({"QuickConnectType": "QUEUE", "QueueConfig": config})
}

/// Makes three quick connects, unless there are some; gives the id of the first.
pub(super) async fn make_quick_connects(t: &Roster) -> Value {
    for name in ["Desk", "Back office", "Night"] {
        let answer = t.root().call("CreateQuickConnect", new_quick_connect(name)).await;
        assert!(matches!(answer.status, 200 | 409), "{answer}");
    }
    let listed = t
        .root()
        .all("ListQuickConnects", json!({"InstanceId": MANAGED}), 10)
        .await;
    listed[0]["Id"].clone()
}
