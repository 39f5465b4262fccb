use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::{call, config, done, manual_queues, queue, queues, reference, sales};

const OPERATION: &str = "DisassociateRoutingProfileQueues";

#[test]
fn queues_are_removed_channel_by_channel_and_can_go_then() {
    each_engine(async |t| {
        let help = queue(&t, "Help").await;
        let configs = json!({
            "QueueConfigs": [config(&help, "VOICE", 1, 0), config(&help, "CHAT", 2, 0)],
            "ManualAssignmentQueueConfigs": [{"QueueReference": reference(&help, "CHAT")}],
        });
        let sales = sales(&t, configs).await;

        let chats = json!({"QueueReferences": [reference(&help, "CHAT")]});
        done(&t, OPERATION, &sales, chats).await;

        assert_eq!(queues(&t, &sales).await, ["Help VOICE 1 0"]);
        assert_eq!(manual_queues(&t, &sales).await, ["Help CHAT"]);
        let others = json!({
            "QueueReferences": [reference(&help, "VOICE")],
            "ManualAssignmentQueueReferences": [reference(&help, "CHAT")],
        });
        done(&t, OPERATION, &sales, others).await;
        assert!(queues(&t, &sales).await.is_empty());
        t.root().done("DeleteQueue", help).await;
    });
}

#[test]
fn what_is_not_there_need_not_be_removed() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let sales = sales(&t, json!({"QueueConfigs": [config(&help, "VOICE", 1, 0)]})).await;

        let references = json!({"QueueReferences": [reference(&help, "CHAT"), reference(&shop, "VOICE")]});
        done(&t, OPERATION, &sales, references).await;

        assert_eq!(queues(&t, &sales).await, ["Help VOICE 1 0"]);
    });
}

#[test]
fn ten_queues_that_the_instance_has_are_named_at_once() {
    each_engine(async |t| {
        let (help, sales) = (queue(&t, "Help").await, sales(&t, json!({})).await);
        let many = json!({
            "QueueReferences": vec![reference(&help, "VOICE"); 11],
            "ManualAssignmentQueueReferences": vec![reference(&help, "VOICE"); 12],
        });

        assert_snapshot!(call(&t, OPERATION, &sales, many).await, @"
        400 InvalidParameterException
        QueueReferences may have 10 items at most, but has 11; ManualAssignmentQueueReferences may have 10 items at most, but has 12
        ");
        let nobody = json!({"QueueId": "00000000-0000-4000-8000-000000000000"});
        let unknown = json!({"QueueReferences": [reference(&nobody, "VOICE")]});
        assert_snapshot!(call(&t, OPERATION, &sales, unknown).await, @"
        400 InvalidParameterException
        QueueReferences names 00000000-0000-4000-8000-000000000000, which the instance does not have
        ");
        assert_snapshot!(call(&t, OPERATION, &sales, json!({})).await, @"
        400 InvalidRequestException
        QueueReferences or ManualAssignmentQueueReferences is required
        ");
    });
}
