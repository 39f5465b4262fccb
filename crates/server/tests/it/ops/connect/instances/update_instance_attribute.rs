use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

#[test]
fn every_attribute_can_be_read_and_set() {
    each_engine(async |t| {
        let instance = json!({"InstanceId": MANAGED});
        let listed = t.root().all("ListInstanceAttributes", instance, 5).await;
        assert_eq!(listed.len(), 14);

        for attribute in listed {
            let kind = attribute["AttributeType"].clone();
            let one = json!({"InstanceId": MANAGED, "AttributeType": kind});
            let shown = t.root().done("DescribeInstanceAttribute", one.clone()).await;
            assert_eq!(shown["Attribute"], attribute);

            let other = if attribute["Value"] == "true" {
                "false"
            } else {
                "true"
            };
            let input = json!({"InstanceId": MANAGED, "AttributeType": kind, "Value": other});
            t.root().done("UpdateInstanceAttribute", input).await;
            let shown = t.root().done("DescribeInstanceAttribute", one).await;
            assert_eq!(shown["Attribute"]["Value"], other, "{kind}");
        }
        let instance = t
            .root()
            .done("DescribeInstance", json!({"InstanceId": MANAGED}))
            .await;
        assert_eq!(instance["Instance"]["InboundCallsEnabled"], false);
    });
}

#[test]
fn a_value_is_true_or_false() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "AttributeType": "EARLY_MEDIA", "Value": "maybe"});
        assert_snapshot!(t.root().call("UpdateInstanceAttribute", input).await, @"
        400 InvalidRequestException
        Value must be one of true, false
        ");
    });
}
