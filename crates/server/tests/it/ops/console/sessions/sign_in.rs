use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine, in_memory};

/// The password of users that the kit makes.
const PASSWORD: &str = "Passw0rd";

#[test]
fn the_right_password_begins_a_session() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();

        let answer = browser.sign_in("ana", PASSWORD).await;

        assert_eq!((answer.status(), answer.location()), (303, Some("profile")));
        let profile = browser.profile().await;
        assert_eq!(profile.status(), 200);
        assert!(profile.text().contains("Ana Alvarez"), "{profile}");
    });
}

#[test]
fn a_wrong_password_an_unknown_name_and_no_name_get_the_same_answer() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut answers = Vec::new();
        for (username, password) in [
            ("ana", "Passw0rd2"),
            ("nobody", PASSWORD),
            ("mary", PASSWORD),
            ("", PASSWORD),
            ("ana", ""),
            ("a b", PASSWORD),
        ] {
            let mut browser = t.browser();
            let answer = browser.sign_in(username, password).await;

            assert_eq!(answer.status(), 401, "{username}");
            assert_eq!(browser.cookie("session"), None);
            let text = answer.text();
            answers.push(text.replace(&format!(" value=\"{username}\""), ""));
        }

        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        assert!(answers[0].contains("The username or the password is not right."));
    });
}

#[test]
fn users_of_other_instances_and_of_saml_cannot_sign_in() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let fields = [("username", "ana"), ("password", PASSWORD)];

        let elsewhere = t.browser().post("/console/demo-saml/sign-in", &fields).await;
        let fields = [("username", "sam@example.com"), ("password", PASSWORD)];
        let saml = t.browser().post("/console/demo-saml/sign-in", &fields).await;

        assert_eq!((elsewhere.status(), saml.status()), (401, 401));
    });
}

#[test]
fn success_and_failure_are_audited_with_the_user_and_without_secrets() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let before = t.audited();

        t.browser().sign_in("ana", "Wrong-Passw0rd").await;
        t.browser().sign_in("ana", PASSWORD).await;

        let audit = t.audit(before);
        assert_snapshot!(audit, @"
        SignIn on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d: AccessDeniedException
        SignIn on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d
        ");
        let all = serde_json::to_string(&audit.0).expect("JSON");
        assert!(!all.contains("Passw0rd"), "{all}");
        assert!(all.contains("Testfox"), "{all}");
    });
}

#[test]
fn a_session_ends_when_the_same_browser_signs_in_again() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", PASSWORD).await;
        let mut thief = t.browser();
        thief.set_cookie("session", browser.cookie("session").expect("a session"));
        assert_eq!(thief.profile().await.status(), 200);

        browser.sign_in("ana", PASSWORD).await;

        assert_eq!(browser.profile().await.status(), 200);
        assert_eq!(thief.profile().await.status(), 303);
    });
}

#[test]
fn a_session_ends_an_hour_after_its_last_use_and_twelve_hours_after_its_beginning() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut idle = t.browser();
        idle.sign_in("ana", PASSWORD).await;
        let mut busy = t.browser();
        busy.sign_in("ana", PASSWORD).await;
        for _ in 0..23 {
            t.clock.advance(Duration::from_mins(30));
            assert_eq!(busy.profile().await.status(), 200);
        }
        assert_eq!(idle.profile().await.status(), 303);

        t.clock.advance(Duration::from_mins(30));

        assert_eq!(busy.profile().await.status(), 303);
    });
}

#[test]
fn passwords_cannot_be_guessed_and_the_account_can_be_used_again_soon() {
    in_memory(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        for _ in 0..10 {
            assert_eq!(t.browser().sign_in("ana", "Guess-123").await.status(), 401);
        }

        let locked = t.browser().sign_in("ana", PASSWORD).await;
        assert_eq!(locked.status(), 429);
        assert!(locked.text().contains("too many attempts"), "{locked}");

        t.clock.advance(Duration::from_mins(1));
        assert_eq!(t.browser().sign_in("ana", PASSWORD).await.status(), 303);
    });
}

#[test]
fn one_account_that_is_attacked_locks_no_other() {
    in_memory(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        t.root().make_user(MANAGED, "ben").await;
        for _ in 0..20 {
            t.browser().sign_in("ana", "Guess-123").await;
        }

        assert_eq!(t.browser().sign_in("ben", PASSWORD).await.status(), 303);
    });
}

#[test]
fn who_is_signed_in_is_sent_to_the_profile() {
    in_memory(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", PASSWORD).await;

        let answer = browser.get("/console/demo/sign-in").await;

        assert_eq!((answer.status(), answer.location()), (303, Some("profile")));
    });
}

#[test]
fn a_deleted_user_is_signed_out_and_cannot_sign_in() {
    each_engine(async |t| {
        let id = t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", PASSWORD).await;

        let user = serde_json::json!({"InstanceId": MANAGED, "UserId": id});
        t.root().done("DeleteUser", user).await;

        assert_eq!(browser.profile().await.status(), 303);
        assert_eq!(t.browser().sign_in("ana", PASSWORD).await.status(), 401);
    });
}
