//! Access keys of users, as far as no operation is about them: signatures, and what is remembered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use roster_testkit::{Actor, Gate, OLD_KEY_VALID, Roster, Setup, Writers, in_memory, policy, until};
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
fn a_key_is_looked_up_anew_after_a_second_and_after_a_change_of_its_principal() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let bob = t.root().make_iam_user("bob").await;
        let lookups = async || lookups(&t, &ana).await;

        assert_eq!(lookups().await, 2);
        assert_eq!(lookups().await, 0);
        t.clock.advance(Duration::from_millis(749));
        assert_eq!(lookups().await, 0);
        t.clock.advance(Duration::from_millis(251));
        assert_eq!(lookups().await, 2);
        allow(&t, "bob", "a:b").await;
        assert_eq!(lookups().await, 0);
        allow(&t, "ana", "a:b").await;
        assert_eq!(lookups().await, 2);
        assert_eq!(bob.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        assert_eq!(lookups().await, 0);
    });
}

#[test]
fn a_key_that_no_other_server_can_change_is_looked_up_anew_after_a_minute_and_after_a_change() {
    let setup = Setup {
        writers: Writers::One,
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let lookups = async || lookups(&t, &ana).await;

        assert_eq!(lookups().await, 2);
        t.clock.advance(Duration::from_millis(44_999));
        assert_eq!(lookups().await, 0);
        allow(&t, "ana", "a:b").await;
        assert_eq!(lookups().await, 2);
        t.clock.advance(Duration::from_mins(1));
        assert_eq!(lookups().await, 2);
    });
}

/// How often the store is read to recognize an actor.
async fn lookups(t: &Roster, actor: &Actor<'_>) -> usize {
    let before = t.reads();
    assert_eq!(actor.call("sts:GetCallerIdentity", json!({})).await.status, 200);
    // The operation itself reads once.
    t.reads() - before - 1
}

/// Gives a user a policy that replaces the one that this gave before.
async fn allow(t: &Roster, user: &str, action: &str) {
    let input = json!({
        "UserName": user, "PolicyName": "look", "PolicyDocument": policy("Allow", action, "*"),
    });
    t.root().done("iam:PutUserPolicy", input).await;
}

#[test]
fn a_key_in_use_is_looked_up_once_before_its_second_is_over_and_no_request_waits() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let gate = t.gate();
        let call = || ana.call("sts:GetCallerIdentity", json!({}));
        assert_eq!(call().await.status, 200);
        t.clock.advance(Duration::from_millis(750));
        let before = t.reads();

        gate.close();
        let pass_the_operation = async |is_first: bool| {
            until(|| gate.waiting() == 2).await;
            if is_first {
                gate.let_one_through();
            } else {
                gate.let_last_through();
            }
        };
        let (first, ()) = tokio::join!(call(), pass_the_operation(true));
        let (second, ()) = tokio::join!(call(), pass_the_operation(false));
        gate.open();
        t.at_rest().await;

        assert_eq!([first.status, second.status], [200, 200]);
        // Two operations, and one look-up.
        assert_eq!(t.reads() - before, 3);
        t.clock.advance(Duration::from_millis(500));
        assert_eq!(lookups(&t, &ana).await, 0);
    });
}

#[test]
fn a_look_up_of_more_than_a_second_serves_no_later_request() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let gate = t.gate_behind_reads();
        let call = || ana.call("sts:GetCallerIdentity", json!({}));
        let before = t.reads();

        gate.close();
        let later = async {
            look_up_waits(&gate).await;
            t.clock.advance(Duration::from_secs(1));
            let pass = async {
                until(|| gate.waiting() == 2).await;
                gate.let_last_through();
                // A look-up of its own waits beside the first one.
                until(|| gate.waiting() == 2).await;
                gate.open();
            };
            tokio::join!(call(), pass).0
        };
        let (first, second) = tokio::join!(call(), later);

        assert_eq!([first.status, second.status], [200, 200]);
        // For each request the secret, the look-up and the operation.
        assert_eq!(t.reads() - before, 6);
    });
}

/// Lets the secret of the only request through, until its look-up waits.
async fn look_up_waits(gate: &Gate) {
    until(|| gate.waiting() == 1).await;
    gate.let_one_through();
    until(|| gate.waiting() == 1).await;
}

#[test]
fn many_requests_with_one_key_wait_for_one_look_up() {
    const REQUESTS: usize = 5;
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let gate = t.gate();
        let before = t.reads();

        gate.close();
        let calls = join_all((0..REQUESTS).map(|_| ana.call("sts:GetCallerIdentity", json!({}))));
        let pass = async {
            // Each request needs the secret to check its signature.
            until(|| gate.waiting() == REQUESTS).await;
            for _ in 0..REQUESTS {
                gate.let_one_through();
            }
            until(|| gate.waiting() == 1).await;
            gate.open();
        };
        let (answers, ()) = tokio::join!(calls, pass);

        assert!(answers.iter().all(|answer| answer.status == 200));
        assert_eq!(t.reads() - before, REQUESTS + 1 + REQUESTS);
    });
}

#[test]
fn a_failed_look_up_fails_the_requests_that_wait_for_it_and_no_others() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let gate = t.gate();
        let call = || ana.call("sts:GetCallerIdentity", json!({}));

        gate.close();
        let fail = async {
            until(|| gate.waiting() == 2).await;
            gate.let_one_through();
            gate.let_one_through();
            until(|| gate.waiting() == 1).await;
            t.fail_reads(true);
            gate.open();
            t.fail_reads(false);
        };
        let (one, other, ()) = tokio::join!(call(), call(), fail);

        assert_eq!([one.status, other.status], [500, 500]);
        assert_eq!(lookups(&t, &ana).await, 2);
    });
}

#[test]
fn a_renewal_that_fails_leaves_the_key_good_for_the_rest_of_its_second_and_not_longer() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let gate = t.gate();
        let call = || ana.call("sts:GetCallerIdentity", json!({}));
        assert_eq!(call().await.status, 200);

        t.clock.advance(Duration::from_millis(750));
        gate.close();
        let fail = async {
            until(|| gate.waiting() == 2).await;
            // The operation.
            gate.let_one_through();
            t.fail_reads(true);
            gate.open();
            t.fail_reads(false);
        };
        let (answer, ()) = tokio::join!(call(), fail);

        assert_eq!(answer.status, 200);
        assert_eq!(lookups(&t, &ana).await, 0);
        t.clock.advance(Duration::from_millis(250));
        assert_eq!(lookups(&t, &ana).await, 2);
    });
}

#[test]
fn a_look_up_goes_on_when_its_caller_hangs_up() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let gate = t.gate();
        let call = || ana.call("sts:GetCallerIdentity", json!({}));

        gate.close();
        tokio::select! {
            _ = call() => panic!("it waits at the gate"),
            () = look_up_waits(&gate) => {}
        }
        let pass = async {
            until(|| gate.waiting() == 2).await;
            gate.open();
        };
        let (answer, ()) = tokio::join!(call(), pass);

        assert_eq!(answer.status, 200);
        assert_eq!(lookups(&t, &ana).await, 0);
    });
}

#[test]
fn a_change_during_a_look_up_is_not_lost() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        allow(&t, "ana", "connect:ListInstances").await;
        let gate = t.gate_behind_reads();
        let call = || ana.call("ListInstances", json!({}));

        gate.close();
        let later = async {
            look_up_waits(&gate).await;
            // It has found the old policy.
            allow(&t, "ana", "connect:DescribeInstance").await;
            let pass = async {
                until(|| gate.waiting() == 2).await;
                // The secret first, so that the request finds the look-up under way.
                gate.let_last_through();
                gate.open();
            };
            tokio::join!(call(), pass).0
        };
        let (_, second) = tokio::join!(call(), later);
        let third = call().await;

        assert_eq!(second.error(), Some("AccessDeniedException"));
        assert_eq!(third.error(), Some("AccessDeniedException"));
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
