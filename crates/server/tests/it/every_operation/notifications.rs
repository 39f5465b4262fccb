//! How the operations on notifications succeed, and change something.

use roster_testkit::{MANAGED, MARY, Roster, with};
use serde_json::{Value, json};

/// What an operation on notifications needs, beside what it requires.
pub(super) async fn of_notifications(t: &Roster, operation: &str, required: Value) -> Value {
    let more = match operation {
        "CreateNotification" => return new_notification(t, "Hello").await,
        "UpdateNotificationContent" => json!({"Content": {"de_DE": "Hallo"}}),
        "ListUserNotifications" => {
            notification(t).await;
            json!({"UserId": MARY})
        }
        "UpdateUserNotificationStatus" => json!({"UserId": MARY, "Status": "READ"}),
        "ListNotifications" | "SearchNotifications" => {
            notification(t).await;
            json!({})
        }
        _ => json!({}),
    };
    with(required, more)
}

/// The input that sends a text to Mary.
async fn new_notification(t: &Roster, text: &str) -> Value {
    let mary = t.root().user(MANAGED, MARY).await["Arn"].take();
    json!({"InstanceId": MANAGED, "Recipients": [mary], "Content": {"en_US": text}})
}

/// The id of the newest of two notifications to Mary, which are sent unless they are there.
pub(super) async fn notification(t: &Roster) -> Value {
    for text in ["Hello", "Goodbye"] {
        let sent = with(new_notification(t, text).await, json!({"ClientToken": text}));
        t.root().done("CreateNotification", sent).await;
    }
    let listed = json!({"InstanceId": MANAGED});
    t.root().done("ListNotifications", listed).await["NotificationSummaryList"][0]["Id"].take()
}
