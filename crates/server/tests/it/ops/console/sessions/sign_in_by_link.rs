use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{Actor, SAM, SAML, in_memory};
use serde_json::json;

use crate::ops::connect::users::get_federation_token::{link, role_session};

async fn new_link(sam: &Actor<'_>) -> String {
    link(&sam.done("GetFederationToken", json!({"InstanceId": SAML})).await)
}

#[test]
fn a_link_works_for_five_minutes_and_until_the_next_one_or_the_end_of_all_sessions() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let old = new_link(&sam).await;
        let replaced = new_link(&sam).await;
        assert_eq!(t.browser().get(&old).await.status(), 400);
        let ended = json!({"InstanceId": SAML, "EntityId": SAM, "EntityType": "USER"});
        t.root().done("DeleteAllEntitySessions", ended).await;
        assert_eq!(t.browser().get(&replaced).await.status(), 400);
        let late = new_link(&sam).await;
        t.clock.advance(Duration::from_mins(5));
        assert_eq!(t.browser().get(&late).await.status(), 400);
    });
}

#[test]
fn looking_ahead_does_not_use_a_link_up() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let link = new_link(&sam).await;

        assert_eq!(t.browser().send("HEAD", &link, None).await.status(), 200);
        let mut prefetching = t.browser().with_header("sec-purpose", "prefetch");
        assert_eq!(prefetching.get(&link).await.status(), 200);
        assert_eq!(prefetching.cookie("session"), None);

        assert_eq!(t.browser().get(&link).await.status(), 200);
    });
}

#[test]
fn a_link_of_one_instance_does_nothing_at_another() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let link = new_link(&sam).await;

        let elsewhere = link.replace("/demo-saml/", "/demo/");

        assert_eq!(t.browser().get(&elsewhere).await.status(), 400);
    });
}

#[test]
fn a_sign_in_by_link_is_audited_with_the_user_it_is_about() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let link = new_link(&sam).await;
        let audited = t.audited();

        t.browser().get(&link).await;
        t.browser().get(&link).await;

        assert_snapshot!(t.audit(audited), @"
        SignInByLink on arn:aws:connect:us-east-1:123456789012:instance/b2c3d4e5-6789-01ab-cdef-EXAMPLE22222/agent/98765432-3333-2345-2345-222345678902
        SignInByLink: InvalidRequestException
        ");
    });
}

#[test]
fn a_browser_that_signs_in_by_link_loses_the_session_it_had() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let mut browser = t.browser();
        browser.get(&new_link(&sam).await).await;
        let old = browser.cookie("session").expect("a session").to_owned();

        browser.get(&new_link(&sam).await).await;

        let mut other = t.browser();
        other.set_cookie("session", &old);
        assert_eq!(other.get("/console/demo-saml/profile").await.status(), 303);
        assert_eq!(browser.get("/console/demo-saml/profile").await.status(), 200);
    });
}

#[test]
fn the_profile_of_a_user_who_signed_in_by_link_has_no_form_for_a_password() {
    in_memory(async |t| {
        let sam = role_session(&t, "sam@example.com").await;
        let mut browser = t.browser();
        browser.get(&new_link(&sam).await).await;

        let profile = browser.get("/console/demo-saml/profile").await.text();

        assert!(
            profile.contains("Your organization keeps your password"),
            "{profile}"
        );
        assert!(!profile.contains("change-password"), "{profile}");
    });
}
