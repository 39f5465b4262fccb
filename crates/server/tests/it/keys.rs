//! Access keys of users, as far as no operation is about them: signatures, and what is remembered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use roster_testkit::{Actor, OLD_KEY_VALID, in_memory, policy};
use serde_json::json;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[test]
fn a_wrong_signature_differs_from_an_unknown_key_whether_or_not_the_key_is_cached() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        for _ in 0..2 {
            let forged = ana.clone().forging().call("ListInstances", json!({})).await;
            assert_eq!(forged.error(), Some("InvalidSignatureException"));
            assert_eq!(ana.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        }
        let unknown = t.unknown().call("ListInstances", json!({})).await;
        assert_eq!(unknown.error(), Some("UnrecognizedClientException"));
    });
}

/// What it takes to check a signature.
#[derive(Clone, Debug, Default, PartialEq)]
struct Effort {
    reads: usize,
    decryptions: usize,
    derivations: usize,
}

/// Counts the events of modules, by name.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<HashMap<&'static str, usize>>>);

impl Events {
    fn of(&self, module: &str) -> usize {
        let events = self.0.lock().expect("the events");
        events.get(module).copied().unwrap_or_default()
    }
}

impl Subscriber for Events {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut events = self.0.lock().expect("the events");
        *events.entry(event.metadata().target()).or_default() += 1;
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn a_wrong_signature_is_as_much_work_as_an_unknown_key_whatever_is_remembered() {
    in_memory(async |t| {
        let events = Events::default();
        // A roster under test runs on the thread of its test.
        let _counting = tracing::subscriber::set_default(events.clone());
        let ana = t.root().make_iam_user("ana").await;
        let bob = t.root().make_iam_user("bob").await;
        let inactive = json!({"UserName": "bob", "AccessKeyId": bob.key().id, "Status": "Inactive"});
        t.root().done("iam:UpdateAccessKey", inactive).await;
        let effort = async |actor: Actor<'_>, service: &str| {
            let now = || Effort {
                reads: t.reads(),
                decryptions: events.of("roster_service::secret_cipher"),
                derivations: events.of("roster_server::signing_key"),
            };
            let before = now();
            let answer = actor.call(service, json!({})).await;
            assert_eq!(answer.status, 403, "{answer}");
            let after = now();
            Effort {
                reads: after.reads - before.reads,
                decryptions: after.decryptions - before.decryptions,
                derivations: after.derivations - before.derivations,
            }
        };
        let unknown = effort(t.unknown(), "ListInstances").await;
        assert_eq!(
            unknown,
            Effort {
                reads: 1,
                decryptions: 1,
                derivations: 1
            }
        );

        for operation in ["ListInstances", "sts:GetCallerIdentity"] {
            assert_eq!(effort(t.unknown(), operation).await, unknown, "again");
            let forging = t.root().forging();
            assert_eq!(effort(forging, operation).await, unknown, "of a root");
            let forging = ana.clone().forging();
            assert_eq!(
                effort(forging, operation).await,
                unknown,
                "of a user, {operation}"
            );
            assert_eq!(
                effort(bob.clone().forging(), operation).await,
                unknown,
                "inactive"
            );
            assert_eq!(
                effort(bob.clone(), operation).await,
                unknown,
                "inactive, but right"
            );
        }
        // From here on the signing keys of both are remembered, those for STS.
        for actor in [ana.clone(), t.root()] {
            assert_eq!(actor.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        }
        for operation in ["ListInstances", "sts:GetCallerIdentity"] {
            for actor in [ana.clone(), t.root()] {
                let forged = effort(actor.forging(), operation).await;
                assert_eq!(forged, unknown, "remembered, {operation}");
            }
        }
    });
}

#[test]
fn a_key_is_looked_up_anew_after_a_second_and_after_any_change_of_iam() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let lookups = async || {
            let before = t.reads();
            assert_eq!(ana.call("sts:GetCallerIdentity", json!({})).await.status, 200);
            // The operation itself reads once.
            t.reads() - before - 1
        };

        assert_eq!(lookups().await, 2);
        assert_eq!(lookups().await, 0);
        t.clock.advance(Duration::from_millis(999));
        assert_eq!(lookups().await, 0);
        t.clock.advance(Duration::from_millis(1));
        assert_eq!(lookups().await, 2);
        let input = json!({
            "UserName": "ana", "PolicyName": "look", "PolicyDocument": policy("Allow", "a:b", "*"),
        });
        t.root().done("iam:PutUserPolicy", input).await;
        assert_eq!(lookups().await, 2);
    });
}

#[test]
fn no_secret_is_written_to_the_audit() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;

        let audit = format!("{:?}", t.audit(0));

        assert!(!audit.contains(&ana.key().secret));
        assert!(audit.contains(&ana.key().id));
    });
}

#[test]
fn a_root_key_that_was_exchanged_is_as_good_as_unknown_from_its_end_on() {
    in_memory(async |t| {
        let listed = async || t.root_with_old_key().call("ListInstances", json!({})).await;
        let moment = Duration::from_millis(1);

        assert_eq!(listed().await.status, 200);
        t.clock.advance(OLD_KEY_VALID.saturating_sub(moment));
        assert_eq!(listed().await.status, 200);
        t.clock.advance(moment);
        let refusal = listed().await;

        assert_eq!(refusal.error(), Some("UnrecognizedClientException"));
        assert_eq!(t.root().call("ListInstances", json!({})).await.status, 200);
    });
}
