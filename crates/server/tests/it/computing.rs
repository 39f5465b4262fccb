//! What the server computes for long holds up nobody else.

use roster_testkit::{MANAGED, MARY, each_engine, policy};
use serde_json::json;

#[test]
fn lists_searches_and_changes_go_on_while_simulations_compute() {
    each_engine(async |t| {
        let held = t.hold_computations();
        let root = t.root();
        let asked = || {
            let input = json!({
                "PolicyInputList": [policy("Allow", "connect:*", "*")], "ActionNames": ["connect:DescribeUser"],
            });
            root.call("iam:SimulateCustomPolicy", input)
        };
        // More than are computed at once.
        let simulations = async { tokio::join!(asked(), asked(), asked()) };
        let others = async {
            held.arrival().await;
            held.arrival().await;

            let mary = || json!({"InstanceId": MANAGED, "UserId": MARY});
            let listed = root.done("ListUsers", json!({"InstanceId": MANAGED})).await;
            assert_eq!(listed["UserSummaryList"].as_array().map(Vec::len), Some(1));
            let found = root.done("SearchUsers", json!({"InstanceId": MANAGED})).await;
            assert_eq!(found["ApproximateTotalCount"], 1);
            root.done("iam:ListUsers", json!({})).await;
            root.done("DescribeUser", mary()).await;
            root.done("DeleteUser", mary()).await;
            drop(held);
        };

        let ((one, two, three), ()) = tokio::join!(simulations, others);

        assert_eq!([one.status, two.status, three.status], [200; 3]);
    });
}
