mod create_quick_connect;
mod delete_quick_connect;
mod describe_quick_connect;
mod list_quick_connects;
mod search_quick_connects;
mod update_quick_connect_config;
mod update_quick_connect_name;

use roster_testkit::{Answer, MANAGED, MARY, Roster, with};
use serde_json::{Value, json};

use super::queues::queue;

/// A flow. No instance has one.
const FLOW: &str = "00000000-0000-4000-8000-00000000f10e";

pub(crate) fn to_user(user: &str) -> Value {
    json!({"QuickConnectType": "USER", "UserConfig": {"UserId": user, "ContactFlowId": FLOW}})
}

fn to_queue(queue: &Value) -> Value {
    let config = json!({"QueueId": queue["QueueId"], "ContactFlowId": FLOW});
    json!({"QuickConnectType": "QUEUE", "QueueConfig": config})
}

pub(crate) fn to_number(number: &str) -> Value {
    json!({"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": number}})
}

pub(crate) fn to_flow() -> Value {
    json!({"QuickConnectType": "FLOW", "FlowConfig": {"ContactFlowId": FLOW}})
}

/// Creates the quick connect `Desk` to Mary, with some members replaced.
async fn create_desk(t: &Roster, replaced: Value) -> Answer {
    let desk = json!({"InstanceId": MANAGED, "Name": "Desk", "QuickConnectConfig": to_user(MARY)});
    t.root().call("CreateQuickConnect", with(desk, replaced)).await
}

/// Creates a quick connect; gives what names it.
pub(crate) async fn quick_connect(t: &Roster, name: &str, config: Value) -> Value {
    let replaced = json!({"Name": name, "QuickConnectConfig": config});
    let made = create_desk(t, replaced).await.json();
    json!({"InstanceId": MANAGED, "QuickConnectId": made["QuickConnectId"]})
}

/// Creates a quick connect of each type: `Desk`, `Sales`, `Taxi` and `Menu`.
async fn one_of_each(t: &Roster) -> [Value; 4] {
    let sales = queue(t, "Sales").await;
    [
        quick_connect(t, "Desk", to_user(MARY)).await,
        quick_connect(t, "Sales", to_queue(&sales)).await,
        quick_connect(t, "Taxi", to_number("+12065550100")).await,
        quick_connect(t, "Menu", to_flow()).await,
    ]
}

/// What `DescribeQuickConnect` says of a quick connect.
async fn described(t: &Roster, quick_connect: &Value) -> Value {
    let mut answer = t.root().done("DescribeQuickConnect", quick_connect.clone()).await;
    answer["QuickConnect"].take()
}
