mod associate_routing_profile_queues;
mod create_routing_profile;
mod delete_routing_profile;
mod describe_routing_profile;
mod disassociate_routing_profile_queues;
mod list_routing_profile_manual_assignment_queues;
mod list_routing_profile_queues;
mod list_routing_profiles;
mod search_routing_profiles;
mod update_routing_profile_agent_availability_timer;
mod update_routing_profile_concurrency;
mod update_routing_profile_default_outbound_queue;
mod update_routing_profile_name;
mod update_routing_profile_queues;

use roster_testkit::{Answer, MANAGED, Roster, with};
use serde_json::{Value, json};

use super::queues::{basic_queue, queue};

/// How one channel of a queue is served.
fn config(queue: &Value, channel: &str, priority: i32, delay: i32) -> Value {
    json!({"QueueReference": reference(queue, channel), "Priority": priority, "Delay": delay})
}

/// One channel of a queue.
fn reference(queue: &Value, channel: &str) -> Value {
    json!({"QueueId": queue["QueueId"], "Channel": channel})
}

/// Creates the routing profile `Sales`, which has calls, chats and no queues, with some members replaced.
async fn create_sales(t: &Roster, replaced: Value) -> Answer {
    let sales = json!({
        "InstanceId": MANAGED, "Name": "Sales", "Description": "Who sells",
        "DefaultOutboundQueueId": basic_queue(t).await["QueueId"],
        "MediaConcurrencies": [
            {"Channel": "VOICE", "Concurrency": 1},
            {"Channel": "CHAT", "Concurrency": 10, "CrossChannelBehavior": {"BehaviorType": "ROUTE_ANY_CHANNEL"}},
        ],
    });
    t.root().call("CreateRoutingProfile", with(sales, replaced)).await
}

/// Creates the routing profile `Sales`; gives what names it.
async fn sales(t: &Roster, replaced: Value) -> Value {
    let id = create_sales(t, replaced).await.json()["RoutingProfileId"].take();
    json!({"InstanceId": MANAGED, "RoutingProfileId": id})
}

/// The routing profile that comes with the managed instance.
async fn basic(t: &Roster) -> Value {
    let listed = t
        .root()
        .all("ListRoutingProfiles", json!({"InstanceId": MANAGED}), 10)
        .await;
    let basic = listed
        .iter()
        .find(|profile| profile["Name"] == "Basic Routing Profile");
    json!({"InstanceId": MANAGED, "RoutingProfileId": basic.expect("a routing profile")["Id"]})
}

/// What `DescribeRoutingProfile` says of a routing profile.
async fn described(t: &Roster, profile: &Value) -> Value {
    let mut answer = t.root().done("DescribeRoutingProfile", profile.clone()).await;
    answer["RoutingProfile"].take()
}

/// The queues of a routing profile: name, channel, priority and delay.
async fn queues(t: &Roster, profile: &Value) -> Vec<String> {
    let listed = t.root().all("ListRoutingProfileQueues", profile.clone(), 2).await;
    let line = |queue: &Value| {
        let name = queue["QueueName"].as_str().expect("a name");
        let channel = queue["Channel"].as_str().expect("a channel");
        format!("{name} {channel} {} {}", queue["Priority"], queue["Delay"])
    };
    listed.iter().map(line).collect()
}

/// The queues of a routing profile that are served by manual assignment: name and channel.
async fn manual_queues(t: &Roster, profile: &Value) -> Vec<String> {
    let list = "ListRoutingProfileManualAssignmentQueues";
    let listed = t.root().all(list, profile.clone(), 2).await;
    let line = |queue: &Value| {
        let name = queue["QueueName"].as_str().expect("a name");
        format!("{name} {}", queue["Channel"].as_str().expect("a channel"))
    };
    listed.iter().map(line).collect()
}

/// Calls an operation with these members on a routing profile.
async fn call(t: &Roster, operation: &str, profile: &Value, members: Value) -> Answer {
    t.root().call(operation, with(profile.clone(), members)).await
}

/// The same, with success.
async fn done(t: &Roster, operation: &str, profile: &Value, members: Value) {
    t.root().done(operation, with(profile.clone(), members)).await;
}
