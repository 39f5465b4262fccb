use insta::assert_snapshot;
use roster_testkit::{Roster, each_engine, in_memory};
use serde_json::{Value, json};

use super::{call, config, done, manual_queues, queue, queues, reference, sales};

const OPERATION: &str = "AssociateRoutingProfileQueues";

#[test]
fn queues_are_added_and_those_that_are_there_are_served_otherwise() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let sales = sales(&t, json!({"QueueConfigs": [config(&help, "VOICE", 1, 0)]})).await;

        let more = json!({"QueueConfigs": [config(&shop, "CHAT", 2, 5), config(&help, "VOICE", 3, 6)]});
        done(&t, OPERATION, &sales, more).await;

        assert_eq!(queues(&t, &sales).await, ["Help VOICE 3 6", "Shop CHAT 2 5"]);
    });
}

#[test]
fn queues_are_added_for_manual_assignment_alone() {
    each_engine(async |t| {
        let (help, sales) = (queue(&t, "Help").await, sales(&t, json!({})).await);
        let manual = json!({"ManualAssignmentQueueConfigs": [{"QueueReference": reference(&help, "CHAT")}]});

        for _ in 0..2 {
            done(&t, OPERATION, &sales, manual.clone()).await;
        }

        assert_eq!(manual_queues(&t, &sales).await, ["Help CHAT"]);
        assert!(queues(&t, &sales).await.is_empty());
        let answer = t.root().call("DeleteQueue", help).await;
        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");
    });
}

#[test]
fn there_must_be_queues() {
    each_engine(async |t| {
        let answer = call(&t, OPERATION, &sales(&t, json!({})).await, json!({})).await;

        assert_snapshot!(answer, @"
        400 InvalidRequestException
        QueueConfigs or ManualAssignmentQueueConfigs is required
        ");
    });
}

#[test]
fn unknown_queues_and_channels_are_named() {
    each_engine(async |t| {
        let nobody = json!({"QueueId": "00000000-0000-4000-8000-000000000000"});
        let help = queue(&t, "Help").await;
        let configs = json!({"QueueConfigs": [config(&nobody, "VOICE", 1, 0), config(&help, "TASK", 1, 0)]});

        let answer = call(&t, OPERATION, &sales(&t, json!({})).await, configs).await;

        assert_snapshot!(answer, @"
        400 InvalidParameterException
        QueueConfigs names 00000000-0000-4000-8000-000000000000, which the instance does not have; QueueConfigs names the channel TASK, which MediaConcurrencies does not have: add it there first
        ");
    });
}

/// Adds ten queues on a channel.
async fn ten(t: &Roster, round: usize) -> Value {
    let mut configs = Vec::new();
    for number in 0..10 {
        let queue = queue(t, &format!("Queue {round}.{number}")).await;
        configs.push(config(&queue, "VOICE", 1, 0));
    }
    json!({"QueueConfigs": configs})
}

#[test]
fn a_routing_profile_has_at_most_50_queues_with_a_channel() {
    in_memory(async |t| {
        let sales = sales(&t, json!({})).await;
        let mut last = json!(null);
        for round in 0..5 {
            last = ten(&t, round).await;
            done(&t, OPERATION, &sales, last.clone()).await;
        }
        let one = json!({"QueueConfigs": [config(&queue(&t, "Too many").await, "VOICE", 1, 0)]});

        assert_snapshot!(call(&t, OPERATION, &sales, one).await, @"
        400 InvalidParameterException
        QueueConfigs would make 51 pairs of a queue and a channel, of which there may be 50 at most
        ");
        // A pair that the profile has already does not count again.
        done(&t, OPERATION, &sales, last).await;
        assert_eq!(queues(&t, &sales).await.len(), 50);
    });
}

#[test]
fn ten_queues_are_named_at_once() {
    each_engine(async |t| {
        let configs = vec![config(&queue(&t, "Help").await, "VOICE", 1, 0); 11];

        let answer = call(
            &t,
            OPERATION,
            &sales(&t, json!({})).await,
            json!({"QueueConfigs": configs}),
        )
        .await;

        assert_snapshot!(answer, @"
        400 InvalidParameterException
        QueueConfigs must have 1 to 10 items, but has 11
        ");
    });
}
