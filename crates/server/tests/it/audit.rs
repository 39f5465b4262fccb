//! What is written down of a request.

use roster_domain::audit::{AuditRecord, Hash, Masked};
use roster_model::operations::ALL;
use roster_model::schema::{Kind, Schema};
use roster_testkit::{MANAGED, MARY, Request, described, each_engine, in_memory, sample, until};
use serde_json::{Value, json};

use crate::every_operation::successful;

#[test]
fn the_stored_chain_verifies_and_shows_the_same_records() {
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
fn a_record_shows_principal_source_key_and_time() {
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
fn a_refusal_is_written_in_the_same_work_as_the_decision() {
    each_engine(async |t| {
        t.root().make_iam_user("ana").await;
        let nobody = json!({"InstanceId": MANAGED, "UserId": "00000000-0000-4000-8000-000000000000"});
        let [connect, iam] = ["connect", "iam"].map(|service| t.root().for_service(service));
        for (actor, operation, input, code) in [
            (&connect, "DeleteUser", nobody, "ResourceNotFoundException"),
            // She has a key, which is found by looking at a range of keys.
            (
                &iam,
                "iam:DeleteUser",
                json!({"UserName": "ana"}),
                "DeleteConflict",
            ),
        ] {
            let (gate, audited) = (t.gate(), t.audited());
            gate.close();
            let mut connection = t.connect().await;
            let request = Request::of(described(operation), &input);
            connection.send(&actor.bytes(&request)).await;
            until(|| gate.waiting() == 1).await;

            gate.let_one_through();

            until(|| gate.waiting() > 0 || t.audited() > audited).await;
            assert_eq!(gate.waiting(), 0, "{operation}: there is more work than one");
            assert_eq!(connection.answer().await.error(), Some(code));
            assert_eq!(t.audit(audited).only().error_code.as_deref(), Some(code));
            gate.open();
        }
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

/// Puts a text of its own into every sensitive member of an input; gives the texts.
fn planted(schema: &Schema, value: &mut Value, planted_so_far: &mut Vec<String>) {
    match (&schema.kind, value) {
        (Kind::String { pattern, .. }, value) if schema.sensitive => {
            let number = planted_so_far.len();
            let texts = [
                format!("Canary{number}@example.com"),
                format!("canary{number}"),
                format!("+1555777{number:04}"),
            ];
            let fits = |text: &&String| pattern.is_none_or(|pattern| (pattern.matches)(text));
            let text = texts.iter().find(fits).expect("a text of every form");
            *value = text.as_str().into();
            planted_so_far.push(text.clone());
        }
        (Kind::Structure(members), Value::Object(object)) => {
            for member in *members {
                if let Some(value) = object.get_mut(member.name) {
                    planted(member.target.schema(), value, planted_so_far);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                planted(member.schema(), item, planted_so_far);
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            for value in object.values_mut() {
                planted(target.schema(), value, planted_so_far);
            }
        }
        _ => {}
    }
}

#[test]
fn records_show_values_of_sensitive_members_only_as_changes() {
    let mut told = 0;
    for operation in ALL {
        in_memory(async |t| {
            let audited = t.audited();
            let mut canaries = Vec::new();
            let calls = [
                (t.root(), sample(operation.request())),
                successful(&t, operation).await,
            ];
            for (actor, mut input) in calls {
                planted(operation.request(), &mut input, &mut canaries);
                actor.call_described(operation, input).await;
            }

            for record in t.audit(audited).iter() {
                let cloudtrail = serde_json::to_string(&record.cloudtrail(&Hash::default())).expect("JSON");
                let own = AuditRecord {
                    changes: Vec::new(),
                    ..record.clone()
                };
                let own = serde_json::to_string(&own).expect("JSON");
                for canary in &canaries {
                    assert!(!cloudtrail.contains(canary), "{canary}: {cloudtrail}");
                    assert!(!own.contains(canary), "{canary}: {own}");
                }
                assert!(record.parameters.is_some(), "{}", operation.name);
            }
        });
        let mut input = sample(operation.request());
        let mut canaries = Vec::new();
        planted(operation.request(), &mut input, &mut canaries);
        told += canaries.len();
    }
    assert!(told > 10, "only {told} members are sensitive");
}

#[test]
fn a_record_says_what_was_asked_for_and_answered_and_why_it_was_refused() {
    in_memory(async |t| {
        let audited = t.audited();
        let new_user = t.root().new_user(MANAGED, "ana").await;
        let created = t.root().done("CreateUser", new_user.clone()).await;
        let refused = t.root().call("CreateUser", new_user).await;

        let audit = t.audit(audited);
        let [success, refusal] = &audit[..] else {
            panic!("{audit}");
        };
        let json = |masked: &Option<Masked>| -> Value {
            let masked = masked.as_ref().expect("a value");
            serde_json::from_str(masked.as_str()).expect("JSON")
        };
        assert_eq!(json(&success.response), created);
        assert_eq!(json(&success.parameters)["Username"], "ana");
        assert_eq!(json(&success.parameters)["Password"], "***");
        assert_eq!(success.error_message, None);
        assert_eq!(refusal.parameters, success.parameters);
        assert_eq!(refusal.response, None);
        assert_eq!(refusal.error_message.as_deref(), Some(&*refused.message()));
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
