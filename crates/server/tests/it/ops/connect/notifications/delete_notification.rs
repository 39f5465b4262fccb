use roster_domain::records::{Notification, UserNotificationStatus};
use roster_domain::{Id, Index, Key, Kind, Record as _};
use roster_testkit::{MANAGED, MARY, Roster, each_engine, with};
use serde_json::json;

use super::{arn_of_user, described, sent};

/// How many entries of an index the managed instance has in the store.
async fn stored(t: &Roster, kind: &'static Kind, index: &'static Index) -> u64 {
    t.look(Box::new(move |rows| {
        Box::pin(async move {
            let of_instance = Key::new().id(&Id::parse(MANAGED).expect("an id"));
            rows.count(kind, index, &of_instance).await
        })
    }))
    .await
}

#[test]
fn a_deleted_notification_is_gone_with_what_users_have_done_about_it() {
    each_engine(async |t| {
        let (hello, other) = (sent(&t, json!({})).await, sent(&t, json!({})).await);
        for notification in [&hello, &other] {
            let read = with(notification.clone(), json!({"UserId": MARY, "Status": "READ"}));
            t.root().done("UpdateUserNotificationStatus", read).await;
        }

        t.root().done("DeleteNotification", hello.clone()).await;

        let gone = t.root().call("DescribeNotification", hello.clone()).await;
        assert_eq!(gone.error(), Some("ResourceNotFoundException"), "{gone}");
        let read = with(hello, json!({"UserId": MARY, "Status": "READ"}));
        let gone = t.root().call("UpdateUserNotificationStatus", read).await;
        assert_eq!(gone.error(), Some("ResourceNotFoundException"), "{gone}");
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let left = t.root().done("ListUserNotifications", mary).await;
        assert_eq!(left["UserNotifications"].as_array().map(Vec::len), Some(1));
        assert_eq!(left["UserNotifications"][0]["NotificationStatus"], "READ");
        t.remove_belongings().await;
        let statuses = stored(&t, UserNotificationStatus::KIND, UserNotificationStatus::BY_USER).await;
        assert_eq!(statuses, 1);
    });
}

#[test]
fn a_notification_to_all_users_has_one_entry_for_all_of_them() {
    each_engine(async |t| {
        for name in ["ana", "ben", "cleo"] {
            t.root().make_user(MANAGED, name).await;
        }
        sent(&t, json!({})).await;

        let entries = stored(&t, Notification::KIND, &Notification::BY_RECIPIENT).await;

        assert_eq!(entries, 1);
    });
}

#[test]
fn a_user_that_goes_is_no_recipient_any_more() {
    each_engine(async |t| {
        let ana = t.root().make_user(MANAGED, "ana").await;
        let both = json!({"Recipients": [arn_of_user(&ana), arn_of_user(MARY)]});
        let (both, alone) = (
            sent(&t, both).await,
            sent(&t, json!({"Recipients": [arn_of_user(&ana)]})).await,
        );
        let read = with(both.clone(), json!({"UserId": ana, "Status": "READ"}));
        t.root().done("UpdateUserNotificationStatus", read).await;

        t.root()
            .done("DeleteUser", json!({"InstanceId": MANAGED, "UserId": ana}))
            .await;

        assert_eq!(
            described(&t, &both).await["Recipients"],
            json!([arn_of_user(MARY)])
        );
        assert_eq!(described(&t, &alone).await["Recipients"], json!([]));
        t.remove_belongings().await;
        let statuses = stored(&t, UserNotificationStatus::KIND, UserNotificationStatus::BY_USER).await;
        assert_eq!(statuses, 0);
    });
}
