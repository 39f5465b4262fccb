use roster_testkit::each_engine;
use serde_json::json;

use super::{call, config, done, queue, queues, sales};

#[test]
fn queues_that_are_there_are_served_otherwise() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let configs = json!({"QueueConfigs": [
            config(&help, "VOICE", 1, 0), config(&help, "CHAT", 2, 5), config(&shop, "VOICE", 3, 6),
        ]});
        let sales = sales(&t, configs).await;

        let change = json!({"QueueConfigs": [config(&shop, "VOICE", 7, 8), config(&help, "CHAT", 9, 10)]});
        done(&t, "UpdateRoutingProfileQueues", &sales, change).await;

        let expected = ["Help VOICE 1 0", "Help CHAT 9 10", "Shop VOICE 7 8"];
        assert_eq!(queues(&t, &sales).await, expected);
    });
}

#[test]
fn a_queue_that_is_not_there_is_refused_and_nothing_changes() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let sales = sales(&t, json!({"QueueConfigs": [config(&help, "VOICE", 1, 0)]})).await;
        let change = json!({"QueueConfigs": [
            config(&help, "VOICE", 2, 0), config(&help, "CHAT", 2, 0), config(&shop, "VOICE", 2, 0),
        ]});

        let answer = call(&t, "UpdateRoutingProfileQueues", &sales, change).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        let [help, shop] = [&help, &shop].map(|queue| queue["QueueId"].as_str().expect("an id"));
        let expected = format!(
            "QueueConfigs names the queue {help} on the channel CHAT, which the routing profile does not have: call AssociateRoutingProfileQueues first; QueueConfigs names the queue {shop} on the channel VOICE, which the routing profile does not have: call AssociateRoutingProfileQueues first"
        );
        assert_eq!(answer.message(), expected);
        assert_eq!(queues(&t, &sales).await, ["Help VOICE 1 0"]);
    });
}
