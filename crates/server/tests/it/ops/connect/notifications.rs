mod create_notification;
mod delete_notification;
mod describe_notification;
mod list_notifications;
mod search_notifications;
mod update_notification_content;

use roster_testkit::{ACCOUNT, Answer, MANAGED, REGION, Roster, with};
use serde_json::{Value, json};

/// The ARN of an instance.
pub(super) fn arn_of_instance(id: &str) -> Value {
    json!(format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{id}"))
}

/// The ARN of a user of the managed instance.
pub(super) fn arn_of_user(id: &str) -> Value {
    json!(format!(
        "arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/agent/{id}"
    ))
}

/// Sends `Hello` to all users, with some members replaced.
pub(super) async fn send(t: &Roster, replaced: Value) -> Answer {
    let hello = json!({
        "InstanceId": MANAGED, "Recipients": [arn_of_instance(MANAGED)], "Content": {"en_US": "Hello"},
    });
    t.root().call("CreateNotification", with(hello, replaced)).await
}

/// The same; gives what names the notification.
pub(super) async fn sent(t: &Roster, replaced: Value) -> Value {
    let answer = send(t, replaced).await;
    assert_eq!(answer.status, 200, "{answer}");
    json!({"InstanceId": MANAGED, "NotificationId": answer.json()["NotificationId"]})
}

/// The same a minute later.
pub(super) async fn sent_later(t: &Roster, text: &str, replaced: Value) -> Value {
    t.clock.advance(std::time::Duration::from_mins(1));
    sent(t, with(json!({"Content": {"en_US": text}}), replaced)).await
}

/// What `DescribeNotification` says of a notification.
pub(super) async fn described(t: &Roster, notification: &Value) -> Value {
    let mut answer = t.root().done("DescribeNotification", notification.clone()).await;
    answer["Notification"].take()
}

/// The English texts of notifications.
pub(super) fn texts(notifications: &Value) -> Vec<&str> {
    let all = notifications.as_array().expect("notifications");
    all.iter()
        .map(|notification| notification["Content"]["en_US"].as_str().expect("a text"))
        .collect()
}

/// What lies on all pages of this size of a list that AWS's clients do not page through.
pub(super) async fn pages(t: &Roster, operation: &str, list: &str, input: &Value, size: usize) -> Value {
    let (mut all, mut token) = (Vec::new(), json!(null));
    loop {
        let page = json!({"MaxResults": size, "NextToken": token});
        let mut page = t.root().done(operation, with(input.clone(), page)).await;
        let items = page[list].as_array().expect("a list").clone();
        assert!(items.len() <= size);
        all.extend(items);
        token = page["NextToken"].take();
        if token.is_null() {
            return json!(all);
        }
    }
}
