//! What is written down of a request.

use roster_testkit::{MANAGED, MARY, Request, each_engine, in_memory};
use serde_json::json;

#[test]
fn the_chain_as_it_is_stored_holds_and_tells_the_same() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        t.stranger()
            .call("DeleteInstance", json!({"InstanceId": MANAGED}))
            .await;
        t.anonymous().call("ListInstances", json!({})).await;

        if let Some(stored) = t.stored_audit() {
            assert_eq!(stored, t.audit(0));
        }
    });
}

#[test]
fn a_record_says_who_from_where_with_what_and_when() {
    in_memory(async |t| {
        let audited = t.audited();
        let operation = roster_model::operations::find(roster_model::service::Service::Connect, "DeleteUser")
            .expect("an operation");
        let request = Request::of(operation, &json!({"InstanceId": MANAGED, "UserId": MARY}));

        let answer = t.root().send(&request.header("user-agent", "a test")).await;

        let audit = t.audit(audited);
        let record = audit.only();
        assert_eq!(record.request_id, answer.request_id());
        assert_eq!(record.source_address, "127.0.0.1");
        assert_eq!(record.user_agent.as_deref(), Some("a test"));
        assert_eq!(record.access_key_id.as_deref(), Some("AKIA123456789012ROOT"));
        assert_eq!(record.account.as_deref(), Some("123456789012"));
        assert_eq!(record.region.as_deref(), Some("us-east-1"));
        assert_eq!(record.time.milliseconds, 1_795_256_130_000);
    });
}

#[test]
fn who_is_not_proven_is_not_named() {
    in_memory(async |t| {
        let audited = t.audited();

        t.root().forging().call("ListInstances", json!({})).await;

        let audit = t.audit(audited);
        let record = audit.only();
        assert_eq!((&record.principal, &record.account), (&None, &None));
        assert_eq!(record.access_key_id.as_deref(), Some("AKIA123456789012ROOT"));
    });
}

#[test]
fn a_request_cannot_make_its_record_grow() {
    in_memory(async |t| {
        let audited = t.audited();
        let long = "x".repeat(10_000);
        let request = Request::new("GET", "/instance").header("user-agent", &long);
        let claimed = format!(
            "AWS4-HMAC-SHA256 Credential={long}/20261121/us-east-1/connect/aws4_request, SignedHeaders=host, Signature=00"
        );
        let request = request
            .header("x-amz-date", "20261121T101530Z")
            .header("authorization", &claimed);

        t.anonymous().send(&request).await;

        let size = serde_json::to_string(t.audit(audited).only())
            .expect("JSON")
            .len();
        assert!(size < 1000, "{size}");
    });
}

#[test]
fn every_request_has_an_id_of_its_own() {
    in_memory(async |t| {
        let mut ids = Vec::new();
        for _ in 0..10 {
            let answer = t.root().call("ListInstances", json!({})).await;
            ids.push(answer.request_id().to_owned());
        }
        ids.sort_unstable();
        ids.dedup();

        assert_eq!(ids.len(), 10);
    });
}
