mod associate_queue_quick_connects;
mod create_queue;
mod delete_queue;
mod describe_queue;
mod disassociate_queue_quick_connects;
mod list_queue_email_addresses;
mod list_queue_quick_connects;
mod list_queues;
mod search_queues;
mod update_queue_hours_of_operation;
mod update_queue_max_contacts;
mod update_queue_name;
mod update_queue_outbound_caller_config;
mod update_queue_outbound_email_config;
mod update_queue_status;

use roster_testkit::{Answer, MANAGED, Roster, with};
use serde_json::{Value, json};

/// The id of the hours that come with the managed instance.
async fn basic_hours(t: &Roster) -> Value {
    let of_instance = json!({"InstanceId": MANAGED});
    t.root().all("ListHoursOfOperations", of_instance, 10).await[0]["Id"].take()
}

/// Creates the queue `Sales`, with some members replaced.
async fn create_sales(t: &Roster, replaced: Value) -> Answer {
    let sales = json!({
        "InstanceId": MANAGED, "Name": "Sales", "HoursOfOperationId": basic_hours(t).await,
    });
    t.root().call("CreateQueue", with(sales, replaced)).await
}

/// Creates a queue; gives what names it.
pub(crate) async fn queue(t: &Roster, name: &str) -> Value {
    let id = create_sales(t, json!({"Name": name})).await.json()["QueueId"].take();
    json!({"InstanceId": MANAGED, "QueueId": id})
}

/// The queue that comes with the managed instance.
pub(crate) async fn basic_queue(t: &Roster) -> Value {
    let listed = t
        .root()
        .all("ListQueues", json!({"InstanceId": MANAGED}), 100)
        .await;
    let basic = listed.iter().find(|queue| queue["Name"] == "BasicQueue");
    json!({"InstanceId": MANAGED, "QueueId": basic.expect("BasicQueue")["Id"]})
}

/// The names and types of the quick connects that a queue offers.
async fn offered(t: &Roster, queue: &Value) -> Vec<String> {
    let listed = t.root().all("ListQueueQuickConnects", queue.clone(), 2).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let line = |one: &Value| format!("{} {}", text(&one["Name"]), text(&one["QuickConnectType"]));
    listed.iter().map(line).collect()
}

/// What `DescribeQueue` says of a queue.
async fn described(t: &Roster, queue: &Value) -> Value {
    t.root().done("DescribeQueue", queue.clone()).await["Queue"].take()
}

/// Calls an operation on the queue `Sales` with members, one after the other, and looks at what has changed.
async fn changed(t: &Roster, operation: &str, changes: impl IntoIterator<Item = Value>, expected: Value) {
    let sales = queue(t, "Sales").await;
    let before = described(t, &sales).await;
    t.clock.advance(std::time::Duration::from_mins(1));

    for change in changes {
        t.root().done(operation, with(sales.clone(), change)).await;
    }

    let after = described(t, &sales).await;
    let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
    assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
    assert_eq!(after, with(with(before, expected), time));
}
