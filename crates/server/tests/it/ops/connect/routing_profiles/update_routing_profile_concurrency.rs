use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::{basic, call, described, done, queues};

#[test]
fn channels_are_replaced_and_queues_stay() {
    each_engine(async |t| {
        let basic = basic(&t).await;
        let before = queues(&t, &basic).await;
        let channels = json!([{
            "Channel": "EMAIL", "Concurrency": 2, "CrossChannelBehavior": {"BehaviorType": "ROUTE_ANY_CHANNEL"},
        }]);

        done(
            &t,
            "UpdateRoutingProfileConcurrency",
            &basic,
            json!({"MediaConcurrencies": channels}),
        )
        .await;

        assert_eq!(described(&t, &basic).await["MediaConcurrencies"], channels);
        assert_eq!(queues(&t, &basic).await, before);
    });
}

#[test]
fn a_channel_stands_there_once_and_a_user_takes_one_call() {
    each_engine(async |t| {
        let channels = json!({"MediaConcurrencies": [
            {"Channel": "VOICE", "Concurrency": 2}, {"Channel": "CHAT", "Concurrency": 1},
            {"Channel": "CHAT", "Concurrency": 2},
        ]});

        let answer = call(&t, "UpdateRoutingProfileConcurrency", &basic(&t).await, channels).await;

        assert_snapshot!(answer, @"
        400 InvalidParameterException
        MediaConcurrencies.Concurrency must be at most 1 on the channel VOICE; MediaConcurrencies names CHAT more than once
        ");
    });
}
