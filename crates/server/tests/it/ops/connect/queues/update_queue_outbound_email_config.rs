use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{changed, queue};

#[test]
fn the_outbound_messages_of_a_queue_come_from_no_address() {
    each_engine(async |t| {
        let nobody = json!({"OutboundEmailConfig": {}});

        changed(&t, "UpdateQueueOutboundEmailConfig", [nobody], json!({})).await;
    });
}

#[test]
fn an_address_that_is_not_there_is_named() {
    each_engine(async |t| {
        let config = json!({"OutboundEmailConfig": {"OutboundEmailAddressId": "sender"}});
        let input = with(queue(&t, "Sales").await, config);

        assert_snapshot!(t.root().call("UpdateQueueOutboundEmailConfig", input).await, @"
        400 InvalidParameterException
        OutboundEmailConfig.OutboundEmailAddressId names sender, which the instance does not have
        ");
    });
}
