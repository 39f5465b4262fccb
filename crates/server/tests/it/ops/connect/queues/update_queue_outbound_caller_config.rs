use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{changed, queue};

#[test]
fn the_called_see_another_name() {
    each_engine(async |t| {
        let shop = json!({"OutboundCallerConfig": {"OutboundCallerIdName": "Shop"}});

        changed(&t, "UpdateQueueOutboundCallerConfig", [shop.clone()], shop).await;
    });
}

#[test]
fn numbers_and_flows_that_are_not_there_are_named() {
    each_engine(async |t| {
        let config =
            json!({"OutboundCallerConfig": {"OutboundCallerIdNumberId": "number", "OutboundFlowId": "flow"}});
        let input = with(queue(&t, "Sales").await, config);

        assert_snapshot!(t.root().call("UpdateQueueOutboundCallerConfig", input).await, @"
        400 InvalidParameterException
        OutboundCallerConfig.OutboundCallerIdNumberId names number, which the instance does not have; OutboundCallerConfig.OutboundFlowId names flow, which the instance does not have
        ");
    });
}
