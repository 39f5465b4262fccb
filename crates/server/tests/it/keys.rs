//! Access keys of users, as far as no operation is about them: signatures, and what is remembered.

use std::time::Duration;

use roster_testkit::{in_memory, policy};
use serde_json::json;

#[test]
fn a_wrong_signature_is_told_from_an_unknown_key_whether_the_key_is_remembered_or_not() {
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

#[test]
fn the_store_is_asked_once_for_a_wrong_signature_and_once_for_an_unknown_key() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let reads = async |actor: roster_testkit::Actor<'_>| {
            let before = t.reads();
            let answer = actor.call("ListInstances", json!({})).await;
            assert_eq!(answer.status, 403, "{answer}");
            t.reads() - before
        };

        assert_eq!(reads(t.unknown()).await, 1);
        assert_eq!(reads(t.root().forging()).await, 1);
        assert_eq!(reads(ana.clone().forging()).await, 1);
        assert_eq!(ana.call("sts:GetCallerIdentity", json!({})).await.status, 200);
        assert_eq!(reads(ana.forging()).await, 1, "of a key that is remembered");
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
fn no_secret_is_told_to_the_audit() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;

        let audit = format!("{:?}", t.audit(0));

        assert!(!audit.contains(&ana.key().secret));
        assert!(audit.contains(&ana.key().id));
    });
}
