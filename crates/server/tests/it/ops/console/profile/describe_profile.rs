use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

#[test]
fn a_user_sees_identity_and_sessions() {
    each_engine(async |t| {
        let identity = json!({
            "FirstName": "Ana", "LastName": "<b>Alvarez</b>", "Email": "ana@example.com",
            "SecondaryEmail": "ana@example.org", "Mobile": "+4915112345678",
        });
        let input = with(
            t.root().new_user(MANAGED, "ana").await,
            json!({"IdentityInfo": identity}),
        );
        t.root().done("CreateUser", input).await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;

        let profile = browser.profile().await;

        let text = profile.text();
        for seen in [
            "Ana &lt;b&gt;Alvarez&lt;/b&gt;",
            "ana@example.com",
            "ana@example.org",
            "+4915112345678",
            "Testfox/1.0",
            "from 127.0.0.1",
        ] {
            assert!(text.contains(seen), "{seen}: {text}");
        }
    });
}

#[test]
fn the_profile_without_a_session_leads_to_signing_in() {
    each_engine(async |t| {
        for session in ["", "guess", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            let mut browser = t.browser();
            browser.set_cookie("session", session);

            let answer = browser.profile().await;

            assert_eq!((answer.status(), answer.location()), (303, Some("sign-in")));
        }
    });
}

#[test]
fn a_session_is_good_at_its_own_instance_only() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        t.root().make_instance("other").await;
        let mut browser = t.browser();
        browser.sign_in("ana", "Passw0rd").await;

        let answer = browser.get("/console/other/profile").await;

        assert_eq!(answer.status(), 303);
    });
}
