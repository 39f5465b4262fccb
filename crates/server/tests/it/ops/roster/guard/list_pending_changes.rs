use std::time::Duration;

use roster_domain::Id;
use roster_domain::clock::Clock;
use roster_domain::plan::{Plan, PlannedRun};
use roster_domain::records::{AskedBy, PendingChange};
use roster_model::service::Service;
use roster_model::{operations, shapes::Timestamp};
use roster_testkit::{DIRECTORY, DORA, MANAGED, MARY, Request, Roster, SAM, SAML, each_engine, in_memory};
use serde_json::{Value, json};

/// Stores a change of a user's address that waits.
async fn pending(t: &Roster, instance: &str, user: &str) {
    let now = Timestamp::from(t.clock.now());
    let id = |text: &str| Id::parse(text).expect("an id");
    let update = operations::find(Service::Connect, "UpdateUserIdentityInfo").expect("an operation");
    let run = PlannedRun {
        time: now,
        new_ids: Vec::new(),
        written: Vec::new(),
        changes: Vec::new(),
    };
    let change = PendingChange {
        id: id(user),
        instance_id: id(instance),
        user_id: id(user),
        email: Some("mary@example.com".to_owned().into()),
        new_email: Some("maria@example.net".to_owned().into()),
        asked_by: AskedBy {
            arn: "arn:aws:iam::123456789012:user/olga".to_owned(),
            principal_id: Some("AIDAEXAMPLE".to_owned()),
            source_identity: None,
        },
        asked_from: "198.51.100.7".to_owned(),
        asked_at: now,
        expires: Timestamp {
            milliseconds: now.milliseconds + 86_400_000,
        },
        waits_for_confirmation: true,
        waits_for_approval: true,
        approved_by: None,
        plan: Plan::new(update, json!({}), run),
    };
    t.change(Box::new(move |transaction| {
        let change = change.clone();
        Box::pin(async move { transaction.insert(&change).await })
    }))
    .await;
    t.clock.advance(Duration::from_secs(1));
}

fn users(changes: &[Value]) -> Vec<&str> {
    let users = changes.iter().map(|change| change["UserId"].as_str());
    users.map(|user| user.expect("a user")).collect()
}

#[test]
fn what_waits_is_listed_with_what_it_waits_for() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;

        let listed = t.root().all("roster:ListPendingChanges", json!({}), 10).await;

        let expected = json!([{
            "Id": MARY,
            "InstanceId": MANAGED,
            "UserId": MARY,
            "Username": "mary",
            "Email": "mary@example.com",
            "NewEmail": "maria@example.net",
            "AskedBy": "arn:aws:iam::123456789012:user/olga",
            "AskedFrom": "198.51.100.7",
            "AskedAt": 1_795_256_130.0,
            "Expires": 1_795_342_530.0,
            "WaitsFor": ["APPROVAL", "CONFIRMATION"],
        }]);
        assert_eq!(json!(listed), expected);
    });
}

#[test]
fn pages_go_from_one_instance_to_the_next() {
    each_engine(async |t| {
        for (instance, user) in [(DIRECTORY, DORA), (MANAGED, MARY), (SAML, SAM), (MANAGED, SAM)] {
            pending(&t, instance, user).await;
        }

        for size in 1..=5 {
            let listed = t.root().all("roster:ListPendingChanges", json!({}), size).await;
            assert_eq!(users(&listed), [MARY, SAM, SAM, DORA], "{size}");
        }
        let of_saml = json!({"InstanceId": SAML});
        let listed = t.root().all("roster:ListPendingChanges", of_saml, 10).await;
        assert_eq!(users(&listed), [SAM]);
    });
}

#[test]
fn nothing_of_another_account_is_listed() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;

        let listed = t.stranger().all("roster:ListPendingChanges", json!({}), 10).await;

        assert_eq!(listed, Vec::<Value>::new());
    });
}

#[test]
fn what_waits_goes_with_its_instance() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;

        t.root()
            .done("DeleteInstance", json!({"InstanceId": MANAGED}))
            .await;

        let listed = t.root().all("roster:ListPendingChanges", json!({}), 10).await;
        assert_eq!(listed, Vec::<Value>::new());
    });
}

#[test]
fn a_signature_for_connect_does_not_reach_rosters_own_operations() {
    in_memory(async |t| {
        let answer = t.root().send(&Request::new("GET", "/_roster/guard")).await;

        assert_eq!(answer.status, 404, "{answer}");
        assert_eq!(answer.error(), Some("UnknownOperationException"));
    });
}
