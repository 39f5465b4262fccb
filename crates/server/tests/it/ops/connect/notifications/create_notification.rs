use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, SAM, SAML, each_engine, with};
use serde_json::json;

use super::{arn_of_instance, arn_of_user, described, send, sent};

#[test]
fn every_member_comes_back_as_it_was_sent() {
    each_engine(async |t| {
        let members = json!({
            "Content": {"en_US": "Hello", "de_DE": "Hallo", "zh_TW": "你好"}, "Priority": "HIGH",
            "ExpiresAt": 1_900_000_000, "Tags": {"site": "Lyon"},
            "Recipients": [arn_of_instance(MANAGED), arn_of_user(MARY)],
        });

        let notification = sent(&t, members.clone()).await;

        let described = described(&t, &notification).await;
        for member in ["Content", "Priority", "Tags", "Recipients"] {
            assert_eq!(described[member], members[member], "{member}");
        }
        assert_eq!(described["ExpiresAt"], json!(1_900_000_000.0));
    });
}

#[test]
fn a_notification_has_a_low_priority_and_a_week_to_live() {
    each_engine(async |t| {
        let notification = sent(&t, json!({})).await;

        let described = described(&t, &notification).await;

        assert_eq!(described["Priority"], "LOW");
        let week = described["ExpiresAt"].as_f64().expect("a time")
            - described["CreatedAt"].as_f64().expect("a time");
        assert!((week - 604_800.0).abs() < f64::EPSILON, "{week}");
    });
}

#[test]
fn recipients_are_users_of_the_instance_or_the_instance() {
    each_engine(async |t| {
        let profile = t
            .root()
            .all("ListRoutingProfiles", json!({"InstanceId": MANAGED}), 10)
            .await[0]["Arn"]
            .take();
        let nobody = arn_of_user("00000000-0000-4000-8000-000000000000");
        let recipients = json!([
            arn_of_user(MARY),
            arn_of_instance(SAML),
            profile,
            nobody,
            arn_of_user(SAM),
            "mary"
        ]);

        assert_snapshot!(send(&t, json!({"Recipients": recipients})).await, @"
        400 InvalidParameterException
        Recipients names arn:aws:connect:us-east-1:123456789012:instance/b2c3d4e5-6789-01ab-cdef-EXAMPLE22222, which the instance does not have; Recipients names arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/routing-profile/11111111-1111-4111-8000-000000000007, which the instance does not have; Recipients names arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/00000000-0000-4000-8000-000000000000, which the instance does not have; Recipients names arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/98765432-3333-2345-2345-222345678902, which the instance does not have; Recipients names mary, which the instance does not have
        ");
        assert_snapshot!(send(&t, json!({"Recipients": []})).await, @"
        400 InvalidParameterException
        Recipients must be the ARN of one recipient at least
        ");
    });
}

#[test]
fn a_recipient_counts_once() {
    each_engine(async |t| {
        let notification = sent(&t, json!({"Recipients": [arn_of_user(MARY), arn_of_user(MARY)]})).await;

        assert_eq!(
            described(&t, &notification).await["Recipients"],
            json!([arn_of_user(MARY)])
        );
    });
}

#[test]
fn a_text_shows_500_characters_at_most_and_only_the_label_of_a_link_is_shown() {
    each_engine(async |t| {
        let link = format!("[{}](https://example.com/{})", "é".repeat(500), "a".repeat(500));
        sent(&t, json!({"Content": {"en_US": link}})).await;

        assert_snapshot!(send(&t, json!({"Content": {"en_US": "Hello", "de_DE": "é".repeat(501)}})).await, @"
        400 InvalidParameterException
        Content may have 500 characters at most, but has 501
        ");
        assert_snapshot!(send(&t, json!({"Content": {}})).await, @"
        400 InvalidParameterException
        Content must be a text in one language at least
        ");
        assert_snapshot!(send(&t, json!({"Content": {"en_GB": "Hello"}})).await, @"
        400 InvalidParameterException
        Content (a key) must be one of en_US, de_DE, es_ES, fr_FR, id_ID, it_IT, ja_JP, ko_KR, pt_BR, zh_CN, zh_TW
        ");
    });
}

#[test]
fn a_notification_expires_in_the_future() {
    each_engine(async |t| {
        assert_snapshot!(send(&t, json!({"ExpiresAt": 1_000_000_000})).await, @"
        400 InvalidParameterException
        ExpiresAt must be in the future
        ");
    });
}

#[test]
fn a_repeated_request_is_answered_with_what_the_first_has_made() {
    each_engine(async |t| {
        let token = json!({"ClientToken": "token"});
        let first = sent(&t, token.clone()).await;
        let changed = with(first.clone(), json!({"Content": {"en_US": "Goodbye"}}));
        t.root().done("UpdateNotificationContent", changed).await;
        t.clock.advance(std::time::Duration::from_mins(1));

        assert_eq!(sent(&t, token.clone()).await, first);

        let other = with(token, json!({"Priority": "HIGH"}));
        assert_snapshot!(send(&t, other).await, @"
        400 InvalidRequestException
        ClientToken was used before with other parameters: use a new token for a new request
        ");
        assert_ne!(sent(&t, json!({"ClientToken": "another"})).await, first);
    });
}

#[test]
fn an_id_that_the_request_gives_is_ignored() {
    each_engine(async |t| {
        let notification = sent(&t, json!({"PredefinedNotificationId": MARY})).await;

        assert_ne!(notification["NotificationId"], MARY);
    });
}

#[test]
fn a_new_notification_is_audited() {
    each_engine(async |t| {
        let audited = t.audited();

        sent(&t, json!({"Recipients": [arn_of_user(MARY)]})).await;

        assert_snapshot!(t.audit(audited), @r#"
        CreateNotification on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::123456789012:root
          notification Id: - → "11111111-1111-4111-8000-00000000001c"
          notification InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          notification Content.en_US: - → "Hello"
          notification Priority: - → "LOW"
          notification IsForAll: - → false
          notification UserIds: - → ["87654321-2222-1234-1234-111234567891"]
          notification CreatedTime: - → 1795256130.0
        "#);
    });
}
