use roster_testkit::each_engine;
use serde_json::json;

use super::{call, described, done, queue, sales};

#[test]
fn outbound_calls_belong_to_another_queue_which_then_stays() {
    each_engine(async |t| {
        let (sales, help) = (sales(&t, json!({})).await, queue(&t, "Help").await);
        let change = json!({"DefaultOutboundQueueId": help["QueueId"]});

        done(&t, "UpdateRoutingProfileDefaultOutboundQueue", &sales, change).await;

        assert_eq!(
            described(&t, &sales).await["DefaultOutboundQueueId"],
            help["QueueId"]
        );
        let answer = t.root().call("DeleteQueue", help).await;
        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");
    });
}

#[test]
fn a_queue_that_the_instance_does_not_have_is_named() {
    each_engine(async |t| {
        let nobody = json!({"DefaultOutboundQueueId": "00000000-0000-4000-8000-000000000000"});
        let sales = sales(&t, json!({})).await;

        let answer = call(&t, "UpdateRoutingProfileDefaultOutboundQueue", &sales, nobody).await;

        assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
        assert_eq!(
            answer.message(),
            "DefaultOutboundQueueId names 00000000-0000-4000-8000-000000000000, which the instance does not have"
        );
    });
}
