use std::time::Duration;

use roster_testkit::{MANAGED, MARY, Roster, SAML, each_engine, in_memory, until};
use serde_json::json;

use crate::mails::{mails, reset_links};

async fn forget(t: &Roster, alias: &str, username: &str) -> String {
    let path = format!("/console/{alias}/forgot-password");
    let answer = t.browser().post(&path, &[("username", username)]).await;
    t.at_rest().await;
    assert_eq!(answer.status(), 200, "{answer}");
    answer.text()
}

#[test]
fn a_user_gets_a_link_at_the_primary_address() {
    each_engine(async |t| {
        let identity = json!({
            "FirstName": "Mary", "LastName": "Miller",
            "Email": "mary@example.com", "SecondaryEmail": "mary@example.org",
        });
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": identity});
        t.root().done("UpdateUserIdentityInfo", input).await;

        forget(&t, "demo", "mary").await;

        let expected = ("PasswordReset", "mary@example.com".to_owned());
        assert!(mails(&t).await.contains(&expected));
        assert_eq!(reset_links(&t, MARY).await, 1);
    });
}

#[test]
fn the_answer_is_the_same_for_every_name() {
    each_engine(async |t| {
        // This user has no address.
        t.root().make_user(MANAGED, "ana").await;
        let known = forget(&t, "demo", "mary").await;
        assert_eq!(mails(&t).await.len(), 1);

        let others = [
            forget(&t, "demo", "ana").await,
            forget(&t, "demo", "nobody").await,
            forget(&t, "demo", "").await,
            forget(&t, "demo", "no name").await,
            forget(&t, "demo-saml", "sam@example.com").await,
        ];

        assert!(others.iter().all(|other| *other == known), "{others:#?}");
        assert_eq!(mails(&t).await.len(), 1);
    });
}

#[test]
fn the_answer_does_not_wait_for_what_is_done() {
    in_memory(async |t| {
        let gate = t.gate();
        gate.close();
        let mut browser = t.browser();

        let asking = browser.post("/console/demo/forgot-password", &[("username", "mary")]);
        let finding_the_instance = async {
            until(|| gate.waiting() == 1).await;
            gate.let_one_through();
        };
        let (answer, ()) = futures_util::future::join(asking, finding_the_instance).await;

        assert_eq!(answer.status(), 200);
        gate.open();
        t.at_rest().await;
        assert_eq!(mails(&t).await.len(), 1);
    });
}

#[test]
fn a_user_of_saml_gets_nothing_even_at_a_second_address() {
    each_engine(async |t| {
        let identity = json!({"FirstName": "Sam", "LastName": "Santos", "SecondaryEmail": "sam@example.org"});
        let input = json!({
            "InstanceId": SAML, "UserId": roster_testkit::SAM, "IdentityInfo": identity,
        });
        t.root().done("UpdateUserIdentityInfo", input).await;
        let before = mails(&t).await.len();

        forget(&t, "demo-saml", "sam@example.com").await;

        assert_eq!(mails(&t).await.len(), before);
    });
}

#[test]
fn no_user_is_flooded_with_mails() {
    in_memory(async |t| {
        for _ in 0..10 {
            forget(&t, "demo", "mary").await;
        }
        assert_eq!(mails(&t).await.len(), 3);

        t.clock.advance(Duration::from_mins(5));
        forget(&t, "demo", "mary").await;

        assert_eq!(mails(&t).await.len(), 4);
    });
}
