use std::time::Duration;

use insta::assert_snapshot;
use roster_domain::clock::Clock as _;
use roster_testkit::{MANAGED, MARY, Roster, each_engine, with};
use serde_json::{Value, json};

use super::super::notifications::{arn_of_instance, arn_of_user, pages, sent_later, texts};

/// The notifications of a user.
async fn listed(t: &Roster, user: &str, size: usize) -> Value {
    let input = json!({"InstanceId": MANAGED, "UserId": user});
    pages(t, "ListUserNotifications", "UserNotifications", &input, size).await
}

#[test]
fn a_user_is_told_what_is_for_all_or_for_this_user_the_newest_first() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let to = |recipients: Value| json!({"Recipients": recipients});
        sent_later(&t, "all", json!({})).await;
        sent_later(&t, "Mary", to(json!([arn_of_user(MARY)]))).await;
        sent_later(&t, "Ana", to(json!([arn_of_user(&ana)]))).await;
        let both = json!([arn_of_user(MARY), arn_of_instance(MANAGED)]);
        sent_later(&t, "Mary and all", to(both)).await;
        let ben = t.root().make_user(MANAGED, "ben").await;

        for size in [1, 2, 9] {
            let of = async |user: &str| listed(&t, user, size).await;
            assert_eq!(texts(&of(MARY).await), ["Mary and all", "Mary", "all"], "{size}");
            assert_eq!(texts(&of(&ana).await), ["Mary and all", "Ana", "all"], "{size}");
            assert_eq!(texts(&of(&ben).await), ["Mary and all", "all"], "{size}");
        }
    });
}

#[test]
fn what_has_expired_is_not_listed() {
    each_engine(async |t| {
        let now = t
            .clock
            .now()
            .duration_since(std::time::UNIX_EPOCH)
            .expect("later")
            .as_secs();
        let expires = |seconds: u64| json!({"ExpiresAt": now + seconds});
        // Each is sent a minute after the one before.
        sent_later(&t, "long", expires(3600)).await;
        sent_later(&t, "short", expires(300)).await;
        sent_later(&t, "week", json!({"Recipients": [arn_of_user(MARY)]})).await;
        assert_eq!(texts(&listed(&t, MARY, 9).await), ["week", "short", "long"]);

        for (seconds, expected) in [
            (119, &["week", "short", "long"][..]),
            (1, &["week", "long"]),
            (3300, &["week"]),
            (604_800, &[]),
        ] {
            t.clock.advance(Duration::from_secs(seconds));
            let all = listed(&t, MARY, 9).await;
            assert_eq!(texts(&all), expected, "{seconds} seconds later");
        }
    });
}

#[test]
fn a_notification_shows_its_user_and_its_source() {
    each_engine(async |t| {
        sent_later(&t, "Hello", json!({"Priority": "HIGH"})).await;

        let input = json!({"InstanceId": MANAGED, "UserId": MARY});
        assert_snapshot!(t.root().call("ListUserNotifications", input).await, @r#"
        200
        {
          "UserNotifications": [
            {
              "NotificationId": "11111111-1111-4111-8000-00000000001c",
              "NotificationStatus": "UNREAD",
              "InstanceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
              "RecipientId": "87654321-2222-1234-1234-111234567891",
              "Content": {
                "en_US": "Hello"
              },
              "Priority": "HIGH",
              "Source": "CUSTOMER",
              "CreatedAt": 1795256190.0,
              "ExpiresAt": 1795860990.0
            }
          ]
        }
        "#);
    });
}

#[test]
fn a_token_of_another_user_is_refused() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        for text in ["one", "two"] {
            sent_later(&t, text, json!({})).await;
        }
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "MaxResults": 1});
        let token = t.root().done("ListUserNotifications", input.clone()).await["NextToken"].take();

        let of_ana = with(input, json!({"UserId": ana, "NextToken": token}));
        let answer = t.root().call("ListUserNotifications", of_ana).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
    });
}
