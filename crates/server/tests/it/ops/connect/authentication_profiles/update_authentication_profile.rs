use std::net::IpAddr;
use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{Answer, Browser, MANAGED, Roster, each_engine, in_memory, with};
use serde_json::{Value, json};

/// The password of users that the kit makes.
const PASSWORD: &str = "Passw0rd";

async fn profile(t: &Roster) -> Value {
    let of_instance = json!({"InstanceId": MANAGED});
    let listed = t.root().all("ListAuthenticationProfiles", of_instance, 10).await;
    json!({"InstanceId": MANAGED, "AuthenticationProfileId": listed[0]["Id"]})
}

async fn update(t: &Roster, changes: Value) -> Answer {
    let input = with(profile(t).await, changes);
    t.root().call("UpdateAuthenticationProfile", input).await
}

async fn updated(t: &Roster, changes: Value) {
    let answer = update(t, changes).await;
    assert_eq!(answer.status, 200, "{answer}");
}

async fn described(t: &Roster) -> Value {
    let input = profile(t).await;
    let mut answer = t.root().done("DescribeAuthenticationProfile", input).await;
    answer["AuthenticationProfile"].take()
}

/// A browser at another address of this machine.
fn browser_at(t: &Roster, last: u8) -> Browser<'_> {
    t.browser().from(IpAddr::from([127, 0, 0, last]))
}

#[test]
fn only_what_is_sent_changes() {
    each_engine(async |t| {
        let before = described(&t).await;
        t.clock.advance(Duration::from_mins(1));
        let audited = t.audited();
        let changes = json!({"AllowedIps": ["192.0.2.0/24", "2001:db8::1"], "SessionInactivityDuration": 30});

        assert_snapshot!(update(&t, changes).await, @"200");

        let after = described(&t).await;
        let changes = json!({
            "AllowedIps": ["192.0.2.0/24", "2001:db8::1"], "SessionInactivityDuration": 30,
            "LastModifiedTime": after["LastModifiedTime"],
        });
        assert_eq!(after, with(before.clone(), changes));
        assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
        assert_snapshot!(t.audit(audited), @r#"
        UpdateAuthenticationProfile on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/authentication-profile/742b47e5-30d0-41e9-9256-8c1d524940b0 by arn:aws:iam::123456789012:root
          authentication_profile Id: - → "742b47e5-30d0-41e9-9256-8c1d524940b0"
          authentication_profile InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          authentication_profile Name: - → "Default Authentication Profile"
          authentication_profile Description: - → "A basic default Authentication Profile"
          authentication_profile AllowedIps: - → []
          authentication_profile BlockedIps: - → []
          authentication_profile PeriodicSessionDuration: - → 60
          authentication_profile MaxSessionDuration: - → 720
          authentication_profile SessionInactivityDuration: - → 60
          authentication_profile SessionInactivityHandlingEnabled: - → false
          authentication_profile CreatedTime: - → 1795256130.0
          authentication_profile AllowedIps: [] → ["192.0.2.0/24","2001:db8::1"]
          authentication_profile SessionInactivityDuration: 60 → 30
        "#);

        updated(
            &t,
            json!({
                "Name": "Office", "Description": "For the office", "AllowedIps": [], "BlockedIps": ["::1"],
                "PeriodicSessionDuration": 10, "SessionInactivityHandlingEnabled": true,
            }),
        )
        .await;
        assert_snapshot!(format!("{:#}", described(&t).await), @r#"
        {
          "Id": "742b47e5-30d0-41e9-9256-8c1d524940b0",
          "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/authentication-profile/742b47e5-30d0-41e9-9256-8c1d524940b0",
          "Name": "Office",
          "Description": "For the office",
          "AllowedIps": [],
          "BlockedIps": [
            "::1"
          ],
          "IsDefault": true,
          "CreatedTime": 1795256130.0,
          "LastModifiedTime": 1795256190.0,
          "LastModifiedRegion": "us-east-1",
          "PeriodicSessionDuration": 10,
          "MaxSessionDuration": 720,
          "SessionInactivityDuration": 30,
          "SessionInactivityHandlingEnabled": true
        }
        "#);
    });
}

#[test]
fn texts_that_are_no_addresses_are_refused() {
    in_memory(async |t| {
        assert_snapshot!(update(&t, json!({"AllowedIps": ["127.0.0.1", "10.0.0.0/33"]})).await, @r#"
        400 InvalidParameterException
        AllowedIps may have IP addresses and ranges in CIDR notation only, such as 192.0.2.0/24, but has "10.0.0.0/33"
        "#);
        assert_snapshot!(update(&t, json!({"BlockedIps": ["house"]})).await, @r#"
        400 InvalidParameterException
        BlockedIps may have IP addresses and ranges in CIDR notation only, such as 192.0.2.0/24, but has "house"
        "#);
        assert_snapshot!(update(&t, json!({"BlockedIps": ["127.0.0.1; x"]})).await, @"
        400 InvalidParameterException
        BlockedIps[0] must be an IP address or a range in CIDR notation, such as 192.0.2.0/24
        ");
        assert_snapshot!(update(&t, json!({"BlockedIps": vec!["127.0.0.1"; 101]})).await, @"
        400 InvalidParameterException
        BlockedIps may have 100 addresses and ranges at most, but has 101
        ");
        assert_snapshot!(update(&t, json!({"SessionInactivityDuration": 14})).await, @"
        400 InvalidParameterException
        SessionInactivityDuration must be 15 to 720, but is 14
        ");
        assert_eq!(described(&t).await["BlockedIps"], json!([]));
    });
}

#[test]
fn users_sign_in_from_allowed_addresses_only_and_the_answer_is_the_same_for_every_name() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        updated(
            &t,
            json!({"AllowedIps": ["127.0.0.0/29"], "BlockedIps": ["127.0.0.3"]}),
        )
        .await;
        let audited = t.audited();

        let mut refused = Vec::new();
        for (last, username) in [(9, "ana"), (9, "nobody"), (3, "ana"), (3, "nobody")] {
            let mut browser = browser_at(&t, last);
            let answer = browser.sign_in(username, PASSWORD).await;
            assert_eq!((answer.status(), browser.cookie("session")), (403, None));
            refused.push(answer.text());
        }
        let allowed = browser_at(&t, 2).sign_in("ana", PASSWORD).await;

        assert_eq!((allowed.status(), allowed.location()), (303, Some("profile")));
        assert!(refused.iter().all(|page| *page == refused[0]), "{refused:#?}");
        assert!(refused[0].contains("You cannot sign in from this network."));
        assert_snapshot!(t.audit(audited), @"
        SignIn on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d: AccessDeniedException
        SignIn: AccessDeniedException
        SignIn on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d: AccessDeniedException
        SignIn: AccessDeniedException
        SignIn on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d
        ");
    });
}

#[test]
fn a_session_ends_when_it_is_used_from_an_address_that_is_not_allowed() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = browser_at(&t, 2);
        browser.sign_in("ana", PASSWORD).await;
        let mut other = browser_at(&t, 2);
        other.sign_in("ana", PASSWORD).await;
        updated(&t, json!({"BlockedIps": ["127.0.0.3/32"]})).await;
        assert_eq!(browser.profile().await.status(), 200);
        let audited = t.audited();
        let mut abroad = browser_at(&t, 3);
        abroad.set_cookie("session", browser.cookie("session").expect("a session"));

        let answer = abroad.profile().await;

        assert_eq!((answer.status(), answer.location()), (303, Some("sign-in")));
        assert_eq!(browser.profile().await.status(), 303);
        assert_eq!(other.profile().await.status(), 200);
        assert_snapshot!(t.audit(audited), @"SignOut by arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/11111111-1111-4111-8000-00000000001d");
    });
}

#[test]
fn a_form_from_an_address_that_is_not_allowed_does_nothing() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = browser_at(&t, 2);
        browser.sign_in("ana", PASSWORD).await;
        let csrf = browser.profile().await.csrf();
        updated(&t, json!({"AllowedIps": ["127.0.0.9"]})).await;

        let fields = [
            ("csrf", csrf.as_str()),
            ("old-password", PASSWORD),
            ("new-password", "An0ther-one"),
        ];
        let answer = browser.post("/console/demo/change-password", &fields).await;

        assert_eq!((answer.status(), answer.location()), (303, Some("sign-in")));
        let mut allowed = browser_at(&t, 9);
        assert_eq!(allowed.sign_in("ana", PASSWORD).await.status(), 303);
    });
}

#[test]
fn a_session_goes_on_without_use_for_as_long_as_the_profile_says() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        for (changes, minutes) in [
            (json!({"PeriodicSessionDuration": 10}), 10),
            (
                json!({"SessionInactivityHandlingEnabled": true, "SessionInactivityDuration": 120}),
                120,
            ),
        ] {
            updated(&t, changes).await;
            let (mut used, mut idle) = (t.browser(), t.browser());
            used.sign_in("ana", PASSWORD).await;
            idle.sign_in("ana", PASSWORD).await;

            t.clock.advance(Duration::from_mins(minutes - 1));
            assert_eq!(used.profile().await.status(), 200);
            t.clock.advance(Duration::from_mins(1));

            assert_eq!(used.profile().await.status(), 200);
            assert_eq!(idle.profile().await.status(), 303);
        }
    });
}

#[test]
fn a_shorter_time_applies_to_sessions_that_have_begun() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let mut browser = t.browser();
        browser.sign_in("ana", PASSWORD).await;
        t.clock.advance(Duration::from_mins(15));

        updated(&t, json!({"PeriodicSessionDuration": 10})).await;

        assert_eq!(browser.profile().await.location(), Some("sign-in"));
    });
}
