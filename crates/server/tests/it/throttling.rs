//! Who asks too often is told so, and only for that.

use std::time::Duration;

use roster_model::operations::ALL;
use roster_model::schema::Location;
use roster_model::service::Protocol;
use roster_server::{Rate, Throttle};
use roster_testkit::{MANAGED, Roster, Setup, in_memory, sample};
use serde_json::{Value, json};

fn throttled(throttle: Throttle, test: impl AsyncFn(Roster)) {
    let setup = Setup {
        throttle,
        ..Setup::default()
    };
    setup.in_memory(test);
}

/// One request, and no more until the clock moves.
const ONE: Throttle = Throttle::Rate(Rate {
    period: Duration::from_secs(1),
    burst: 1,
});

async fn statuses(t: &Roster, count: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..count {
        let answer = t.root().call("ListUsers", json!({"InstanceId": MANAGED})).await;
        statuses.push(answer.status);
    }
    statuses
}

#[test]
fn as_on_aws_five_pass_at_once_and_then_two_a_second() {
    throttled(Throttle::Aws, async |t| {
        assert_eq!(statuses(&t, 6).await, [200, 200, 200, 200, 200, 429]);

        t.clock.advance(Duration::from_secs(1));

        assert_eq!(statuses(&t, 3).await, [200, 200, 429]);
    });
}

#[test]
fn no_caller_is_throttled_by_default() {
    in_memory(async |t| {
        assert_eq!(statuses(&t, 20).await, [200; 20]);
    });
}

#[test]
fn every_operation_is_throttled_as_its_protocol_has_it_before_its_form_is_looked_at() {
    throttled(ONE, async |t| {
        for operation in ALL {
            let mut input = sample(operation.request());
            t.root().call_described(operation, input.clone()).await;
            for member in operation.request().members() {
                if member.location == Location::Body {
                    input[member.name] = Value::Null;
                }
            }

            let answer = t.root().call_described(operation, input).await;

            let expected = match operation.service.protocol() {
                Protocol::RestXml => (503, Some("SlowDown")),
                Protocol::RestJson => (429, Some("ThrottlingException")),
                Protocol::Json { .. } => (400, Some("ThrottlingException")),
                Protocol::Query { .. } => (400, Some("Throttling")),
            };
            assert_eq!((answer.status, answer.error()), expected, "{}", operation.name);
            assert_eq!(answer.message(), "Rate exceeded");
        }
    });
}

#[test]
fn accounts_regions_and_operations_have_buckets_of_their_own() {
    throttled(ONE, async |t| {
        let root = t.root();
        for (actor, operation) in [
            (root.clone(), "ListInstances"),
            (t.stranger(), "ListInstances"),
            (root.clone().in_region("eu-west-2"), "ListInstances"),
            (root, "sts:GetCallerIdentity"),
        ] {
            let first = actor.call(operation, json!({})).await;
            let second = actor.call(operation, json!({})).await;

            assert_eq!(first.status, 200, "{first}");
            assert_ne!(second.status, 200, "{second}");
        }
    });
}

#[test]
fn iam_and_sts_have_one_bucket_for_all_regions() {
    throttled(ONE, async |t| {
        for operation in ["iam:ListUsers", "sts:GetCallerIdentity"] {
            let first = t.root().call(operation, json!({})).await;
            assert_eq!(first.status, 200, "{first}");
            for region in ["eu-west-2", "us-west-2"] {
                let answer = t.root().in_region(region).call(operation, json!({})).await;

                assert_eq!(answer.error(), Some("Throttling"), "{operation}: {answer}");
            }
        }
    });
}

#[test]
fn who_is_not_proven_takes_nothing_out_of_a_bucket() {
    throttled(ONE, async |t| {
        t.root().forging().call("ListInstances", json!({})).await;

        let answer = t.root().call("ListInstances", json!({})).await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}

#[test]
fn throttled_requests_are_audited_once_a_second() {
    throttled(ONE, async |t| {
        statuses(&t, 1).await;
        let audited = t.audited();

        statuses(&t, 10).await;
        t.clock.advance(Duration::from_secs(1));
        statuses(&t, 10).await;

        let audit = t.audit(audited);
        let codes: Vec<_> = audit.iter().map(|record| record.error_code.as_deref()).collect();
        assert_eq!(codes, [Some("ThrottlingException"); 2]);
    });
}
