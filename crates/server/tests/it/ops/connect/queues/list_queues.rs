use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine};
use serde_json::{Value, json};

use super::queue;

/// The names and types of the queues that are listed.
async fn listed(t: &Roster, types: Value) -> Vec<[Value; 2]> {
    let input = json!({"InstanceId": MANAGED, "QueueTypes": types});
    let listed = t.root().all("ListQueues", input, 1).await;
    listed
        .iter()
        .map(|queue| [queue["Name"].clone(), queue["QueueType"].clone()])
        .collect()
}

#[test]
fn queues_are_listed_by_name_and_type() {
    each_engine(async |t| {
        queue(&t, "Sales").await;
        let all = ["BasicQueue", "Sales"].map(|name| [json!(name), json!("STANDARD")]);

        for types in [json!(null), json!(["STANDARD"]), json!(["AGENT", "STANDARD"])] {
            assert_eq!(listed(&t, types).await, all);
        }
        // Users have no queues of their own.
        assert!(listed(&t, json!(["AGENT"])).await.is_empty());
    });
}

#[test]
fn there_are_two_types_of_queue() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "QueueTypes": ["STANDARD", "WILD"]});

        assert_snapshot!(t.root().call("ListQueues", input).await, @"
        400 InvalidParameterException
        QueueTypes[1] must be one of STANDARD, AGENT
        ");
    });
}
