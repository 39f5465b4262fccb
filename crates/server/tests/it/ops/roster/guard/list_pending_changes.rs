use roster_testkit::{DIRECTORY, DORA, MANAGED, MARY, Request, SAM, SAML, each_engine, in_memory};
use serde_json::{Value, json};

use super::pending;

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
            "Run": "20261121T101530.125-ab12",
            "AskedAt": 1_795_256_130.0,
            "Expires": 1_795_342_530.0,
            "WaitsFor": ["APPROVAL"],
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
