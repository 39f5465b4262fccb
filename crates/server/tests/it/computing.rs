//! What the server computes for long holds up nobody else.

use roster_testkit::{MANAGED, MARY, Request, described, each_engine, policy};
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

#[test]
fn a_simulation_whose_caller_is_gone_is_given_up() {
    each_engine(async |t| {
        let held = t.hold_computations();
        let input = json!({
            "PolicyInputList": [policy("Allow", "connect:*", "*")], "ActionNames": ["connect:DescribeUser"],
        });
        let simulation = t
            .root()
            .for_service("iam")
            .bytes(&Request::of(described("iam:SimulateCustomPolicy"), &input));
        let (mut caller, audited) = (t.connect().await, t.audited());
        caller.send(&simulation).await;
        held.arrival().await;

        caller.reset();
        while t.metrics().await.sum("roster_connection_errors_total") == 0 {}
        drop(held);
        t.at_rest().await;

        let trail = t.audit(audited);
        let given_up = trail.only();
        assert_eq!(given_up.operation.as_deref(), Some("SimulateCustomPolicy"));
        assert_eq!(given_up.error_code.as_deref(), Some("ServiceFailure"));
    });
}
