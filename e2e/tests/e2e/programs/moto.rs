//! What moto's tests of Connect check, of instances and their tags.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::on_each_engine;
use crate::harness::ARN;
use crate::stage::{Stage, column};

fn make(stage: &mut Stage, alias: &str, tags: &Value) -> Value {
    let mut input = json!({
        "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": alias,
        "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
    });
    if !tags.is_null() {
        input["Tags"] = tags.clone();
    }
    stage.done("CreateInstance", &input)
}

#[test]
fn an_instance_has_an_id_and_an_arn_and_is_described_as_it_was_made() {
    for mut stage in on_each_engine() {
        let made = make(
            &mut stage,
            "test-instance",
            &json!({"env": "test", "project": "connect"}),
        );
        let id = made["Id"].as_str().expect("an id").to_owned();
        assert_eq!(made["Arn"], format!("{ARN}{id}"));

        let shown = stage.done("DescribeInstance", &json!({"InstanceId": id}))["Instance"].take();

        for (member, value) in [
            ("Id", json!(id)),
            ("Arn", made["Arn"].clone()),
            ("IdentityManagementType", json!("CONNECT_MANAGED")),
            ("InstanceAlias", json!("test-instance")),
            ("InstanceStatus", json!("ACTIVE")),
            ("InboundCallsEnabled", json!(true)),
            ("OutboundCallsEnabled", json!(true)),
            ("Tags", json!({"env": "test", "project": "connect"})),
        ] {
            assert_eq!(shown[member], value, "{member}");
        }
        assert!(shown["CreatedTime"].is_number(), "{shown}");
    }
}

#[test]
fn instances_are_listed_page_by_page() {
    for mut stage in on_each_engine() {
        let made: BTreeSet<_> = ["one", "two", "three"]
            .into_iter()
            .map(|alias| make(&mut stage, alias, &Value::Null)["Id"].to_string())
            .collect();
        let (mut listed, mut token) = (BTreeSet::new(), Value::Null);
        loop {
            let mut input = json!({"MaxResults": 2});
            if !token.is_null() {
                input["NextToken"] = token;
            }
            let page = stage.done("ListInstances", &input);
            let ids = column(&page["InstanceSummaryList"], "Id");
            assert!(ids.len() <= 2);
            listed.extend(ids.into_iter().map(|id| format!("\"{id}\"")));
            token = page["NextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert!(listed.is_superset(&made), "{listed:?}");
    }
}

#[test]
fn an_instance_that_is_not_there_is_neither_described_nor_deleted() {
    for mut stage in on_each_engine() {
        let nothing = json!({"InstanceId": "00000000-0000-4000-8000-000000000000"});
        for operation in ["DescribeInstance", "DeleteInstance"] {
            stage.refused(operation, &nothing, "404 ResourceNotFoundException");
        }
        let made = make(&mut stage, "gone", &Value::Null);
        let instance = json!({"InstanceId": made["Id"]});
        stage.done("DeleteInstance", &instance);
        stage.refused("DescribeInstance", &instance, "404 ResourceNotFoundException");
    }
}

#[test]
fn tags_are_added_replaced_listed_and_taken_away() {
    for mut stage in on_each_engine() {
        let arn = make(&mut stage, "tagged", &json!({"a": "1"}))["Arn"].take();
        stage.done(
            "TagResource",
            &json!({"resourceArn": arn, "tags": {"a": "2", "b": "3"}}),
        );
        let tags = stage.done("ListTagsForResource", &json!({"resourceArn": arn}));
        assert_eq!(tags["tags"], json!({"a": "2", "b": "3"}));

        stage.done("UntagResource", &json!({"resourceArn": arn, "tagKeys": ["a"]}));

        let tags = stage.done("ListTagsForResource", &json!({"resourceArn": arn}));
        assert_eq!(tags["tags"], json!({"b": "3"}));
    }
}
