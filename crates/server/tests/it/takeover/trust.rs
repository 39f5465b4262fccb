use roster_testkit::{MANAGED, MARY};
use serde_json::{Value, json};

use super::*;

#[test]
fn a_principal_that_is_trusted_by_name_raises_no_alarm() {
    enforcing().each_engine(async |t| {
        let sync = trusted(&t).await;
        let audited = t.audited();

        set_address(&sync, NEW).await;

        assert_eq!(address(&t).await, NEW);
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
        let audit = t.audit(audited);
        assert!(
            audit.only().changes.iter().all(|change| change.record == "user"),
            "{audit}"
        );
    });
}

#[test]
fn wildcards_do_not_trust() {
    enforcing().each_engine(async |t| {
        let sync = t.root().make_iam_user("sync").await;
        for actions in [
            &["*"][..],
            &["connect:*", "roster:*"],
            &["connect:*", "roster:Trusted*"],
        ] {
            permit(&t, "sync", actions).await;

            set_address(&sync, NEW).await;

            assert_eq!(address(&t).await, OLD, "{actions:?}");
        }
    });
}

#[test]
fn a_denial_and_another_resource_do_not_trust() {
    enforcing().each_engine(async |t| {
        let sync = t.root().make_iam_user("sync").await;
        let update = json!({"Effect": "Allow", "Action": "connect:*", "Resource": "*"});
        let trust = |effect: &str, resource: &str| {
            json!({"Effect": effect, "Action": "roster:TrustedSync", "Resource": resource})
        };
        for statements in [
            json!([update, trust("Allow", "*"), trust("Deny", &format!("arn:aws:connect:*:*:instance/*/agent/{MARY}"))]),
            json!([update, trust("Allow", &format!("arn:aws:connect:*:*:instance/{MANAGED}/agent/somebody-else"))]),
        ] {
            put_policy(&t, "sync", &statements).await;

            set_address(&sync, NEW).await;

            assert_eq!(address(&t).await, OLD, "{statements}");
        }
    });
}

#[test]
fn trust_may_depend_on_the_tags_of_the_user() {
    enforcing().each_engine(async |t| {
        let sync = t.root().make_iam_user("sync").await;
        let condition = json!({"Null": {"aws:ResourceTag/synced": "true"}});
        let statements = json!([
            {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "roster:TrustedSync", "Resource": "*", "Condition": condition},
        ]);
        put_policy(&t, "sync", &statements).await;

        set_address(&sync, NEW).await;

        assert_eq!(address(&t).await, NEW);
    });
}

#[test]
fn a_trusted_change_drops_what_waits() {
    enforcing().each_engine(async |t| {
        let sync = trusted(&t).await;
        set_address(&t.root(), NEW).await;

        set_address(&sync, "maria@example.com").await;

        assert_eq!(address(&t).await, "maria@example.com");
        assert_eq!(waiting(&t).await, Vec::<Value>::new());
    });
}
