//! How the operations on routing profiles, queues and hours of operation succeed, and change something.

use roster_testkit::{MANAGED, Roster, with};
use serde_json::{Value, json};

use super::quick_connects::make_quick_connects;

/// What an operation on routing profiles needs, beside what it requires.
pub(super) async fn of_profiles(t: &Roster, operation: &str, required: Value) -> Value {
    let more = match operation {
        "CreateRoutingProfile" => return new_profile(t).await,
        "DeleteRoutingProfile" => {
            let made = t.root().done("CreateRoutingProfile", new_profile(t).await).await;
            json!({"RoutingProfileId": made["RoutingProfileId"]})
        }
        "UpdateRoutingProfileName" => json!({"Name": "Sales"}),
        "UpdateRoutingProfileConcurrency" => json!({"MediaConcurrencies": channels()}),
        "UpdateRoutingProfileQueues" => {
            let reference = reference(t).await;
            json!({"QueueConfigs": [{"QueueReference": reference, "Priority": 2, "Delay": 3}]})
        }
        "UpdateRoutingProfileDefaultOutboundQueue" => json!({"DefaultOutboundQueueId": new_queue(t).await}),
        "AssociateRoutingProfileQueues" => manual(t).await,
        "DisassociateRoutingProfileQueues" => json!({"QueueReferences": [reference(t).await]}),
        "ListRoutingProfileManualAssignmentQueues" => {
            let associated = with(required.clone(), manual(t).await);
            t.root().done("AssociateRoutingProfileQueues", associated).await;
            json!({})
        }
        _ => json!({}),
    };
    with(required, more)
}

/// The same of queues and hours of operation.
pub(super) async fn of_queues_and_hours(t: &Roster, operation: &str, required: Value) -> Value {
    let more = match operation {
        "DeleteQueue" => json!({"QueueId": new_queue(t).await}),
        "UpdateQueueName" => json!({"Name": "Sales"}),
        "UpdateQueueOutboundEmailConfig" => json!({"OutboundEmailConfig": {}}),
        "AssociateQueueQuickConnects" => json!({"QuickConnectIds": [make_quick_connects(t).await]}),
        "DisassociateQueueQuickConnects" | "ListQueueQuickConnects" => {
            return offering(t, operation, required).await;
        }
        "UpdateQueueMaxContacts" => json!({"MaxContacts": 7}),
        "UpdateQueueOutboundCallerConfig" => {
            json!({"OutboundCallerConfig": {"OutboundCallerIdName": "Sales"}})
        }
        "CreateHoursOfOperation" => new_hours(),
        "UpdateHoursOfOperation" => json!({"Name": "Office"}),
        "UpdateQueueHoursOfOperation" | "DeleteHoursOfOperation" => {
            json!({"HoursOfOperationId": make_hours(t).await})
        }
        _ => json!({}),
    };
    with(required, more)
}

/// A queue that offers quick connects, and which, if the operation names them.
async fn offering(t: &Roster, operation: &str, required: Value) -> Value {
    make_quick_connects(t).await;
    let of_instance = json!({"InstanceId": MANAGED});
    let listed = t.root().all("ListQuickConnects", of_instance, 10).await;
    let ids: Vec<_> = listed.iter().map(|one| &one["Id"]).collect();
    let offering = with(required.clone(), json!({"QuickConnectIds": ids}));
    t.root().done("AssociateQueueQuickConnects", offering).await;
    match operation {
        "DisassociateQueueQuickConnects" => with(required, json!({"QuickConnectIds": ids[..1]})),
        _ => required,
    }
}

fn channels() -> Value {
    json!([{"Channel": "VOICE", "Concurrency": 1}])
}

/// The input that makes a routing profile.
pub(super) async fn new_profile(t: &Roster) -> Value {
    json!({
        "InstanceId": MANAGED, "Name": "Sales", "Description": "Who sells",
        "DefaultOutboundQueueId": basic_queue(t).await, "MediaConcurrencies": channels(),
    })
}

async fn basic_queue(t: &Roster) -> Value {
    let of_instance = json!({"InstanceId": MANAGED});
    t.root().all("ListQueues", of_instance, 10).await[0]["Id"].take()
}

/// A channel on which the basic routing profile serves its queue.
async fn reference(t: &Roster) -> Value {
    json!({"QueueId": basic_queue(t).await, "Channel": "CHAT"})
}

async fn manual(t: &Roster) -> Value {
    json!({"ManualAssignmentQueueConfigs": [{"QueueReference": reference(t).await}]})
}

async fn new_queue(t: &Roster) -> Value {
    let hours = t
        .root()
        .all("ListHoursOfOperations", json!({"InstanceId": MANAGED}), 10)
        .await;
    let queue = json!({"InstanceId": MANAGED, "Name": "Help", "HoursOfOperationId": hours[0]["Id"]});
    t.root().done("CreateQueue", queue).await["QueueId"].take()
}

fn new_hours() -> Value {
    json!({"InstanceId": MANAGED, "Name": "Office", "TimeZone": "UTC", "Config": []})
}

async fn make_hours(t: &Roster) -> Value {
    t.root().done("CreateHoursOfOperation", new_hours()).await["HoursOfOperationId"].take()
}
