use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::basic;

#[test]
fn the_basic_routing_profile_serves_the_basic_queue_on_three_channels() {
    each_engine(async |t| {
        let input = with(basic(&t).await, json!({"MaxResults": 1}));

        let answer = t.root().done("ListRoutingProfileQueues", input).await;

        let list = serde_json::to_string_pretty(&answer["RoutingProfileQueueConfigSummaryList"]);
        assert_snapshot!(list.expect("JSON"), @r#"
        [
          {
            "QueueId": "11111111-1111-4111-8000-000000000002",
            "QueueArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/queue/11111111-1111-4111-8000-000000000002",
            "QueueName": "BasicQueue",
            "Priority": 1,
            "Delay": 0,
            "Channel": "VOICE"
          }
        ]
        "#);
        assert_eq!(answer["LastModifiedRegion"], "us-east-1");
        assert!(answer["LastModifiedTime"].is_number() && answer["NextToken"].is_string());
        let channels = t
            .root()
            .all("ListRoutingProfileQueues", basic(&t).await, 100)
            .await;
        let channels: Vec<_> = channels.iter().map(|queue| &queue["Channel"]).collect();
        assert_eq!(channels, ["VOICE", "CHAT", "TASK"]);
    });
}

#[test]
fn a_page_has_at_most_100_queues() {
    each_engine(async |t| {
        let input = with(basic(&t).await, json!({"MaxResults": 101}));

        assert_snapshot!(t.root().call("ListRoutingProfileQueues", input).await, @"
        400 InvalidParameterException
        MaxResults must be 1 to 100, but is 101
        ");
    });
}
