use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Roster, each_engine, with};
use serde_json::{Value, json};

use super::super::notifications::{arn_of_user, sent};

/// What a user has done about the only notification.
async fn status(t: &Roster, user: &str) -> Value {
    let input = json!({"InstanceId": MANAGED, "UserId": user});
    let listed = t.root().done("ListUserNotifications", input).await;
    listed["UserNotifications"][0]["NotificationStatus"].clone()
}

#[test]
fn a_status_is_that_of_one_user() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let hello = sent(&t, json!({})).await;
        assert_eq!(status(&t, MARY).await, "UNREAD");

        for wanted in ["READ", "HIDDEN", "HIDDEN", "UNREAD"] {
            let input = with(hello.clone(), json!({"UserId": MARY, "Status": wanted}));
            t.root().done("UpdateUserNotificationStatus", input).await;

            assert_eq!(status(&t, MARY).await, wanted);
            assert_eq!(status(&t, &ana).await, "UNREAD");
        }
    });
}

#[test]
fn a_notification_that_was_sent_to_others_is_not_found() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let to_mary = sent(&t, json!({"Recipients": [arn_of_user(MARY)]})).await;
        let input = with(to_mary, json!({"UserId": ana, "Status": "READ"}));

        assert_snapshot!(t.root().call("UpdateUserNotificationStatus", input).await, @"
        404 ResourceNotFoundException
        There is no notification 11111111-1111-4111-8000-00000000001e in this instance
        ");
    });
}

#[test]
fn a_status_is_audited_with_the_one_before() {
    each_engine(async |t| {
        let read = with(
            sent(&t, json!({})).await,
            json!({"UserId": MARY, "Status": "READ"}),
        );
        t.root().done("UpdateUserNotificationStatus", read.clone()).await;
        let audited = t.audited();

        let hidden = with(read, json!({"Status": "HIDDEN"}));
        t.root().done("UpdateUserNotificationStatus", hidden).await;

        assert_snapshot!(t.audit(audited), @r#"
        UpdateUserNotificationStatus on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user_notification_status Status: "READ" → "HIDDEN"
        "#);
    });
}
