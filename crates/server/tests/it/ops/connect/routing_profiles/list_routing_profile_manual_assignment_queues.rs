use roster_testkit::each_engine;
use serde_json::json;

use super::{basic, manual_queues, queue, reference, sales};

#[test]
fn queues_are_listed_with_their_present_names() {
    each_engine(async |t| {
        let help = queue(&t, "Help").await;
        let channels = ["CHAT", "VOICE"].map(|channel| json!({"QueueReference": reference(&help, channel)}));
        let sales = sales(&t, json!({"ManualAssignmentQueueConfigs": channels})).await;

        let renamed = roster_testkit::with(help, json!({"Name": "Aid"}));
        t.root().done("UpdateQueueName", renamed).await;

        assert_eq!(manual_queues(&t, &sales).await, ["Aid CHAT", "Aid VOICE"]);
    });
}

#[test]
fn the_basic_routing_profile_has_none() {
    each_engine(async |t| {
        assert!(manual_queues(&t, &basic(&t).await).await.is_empty());
    });
}
