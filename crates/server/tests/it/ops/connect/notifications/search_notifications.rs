use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine, with};
use serde_json::{Value, json};

use super::{pages, sent_later, texts};

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    let condition = json!({"FieldName": field, "ComparisonType": comparison, "Value": value});
    json!({"SearchCriteria": {"StringCondition": condition}})
}

#[test]
fn notifications_are_found_by_content_id_and_tags_the_newest_first() {
    each_engine(async |t| {
        let hello = sent_later(&t, "Hello", json!({"Tags": {"site": "Lyon"}})).await;
        sent_later(
            &t,
            "Goodbye",
            json!({"Content": {"en_US": "Goodbye", "de_DE": "Hallo"}}),
        )
        .await;
        sent_later(&t, "Hello again", json!({})).await;
        let of_lyon = json!({"TagCondition": {"TagKey": "site", "TagValue": "Lyon"}});

        for (search, expected) in [
            (json!({}), &["Hello again", "Goodbye", "Hello"][..]),
            (
                text("content", "STARTS_WITH", &json!("hello")),
                &["Hello again", "Hello"],
            ),
            (text("content", "EXACT", &json!("hallo")), &["Goodbye"]),
            (
                text("content", "CONTAINS", &json!("O")),
                &["Hello again", "Goodbye", "Hello"],
            ),
            (text("resourceID", "EXACT", &hello["NotificationId"]), &["Hello"]),
            (json!({"SearchFilter": {"AttributeFilter": of_lyon}}), &["Hello"]),
        ] {
            let input = with(json!({"InstanceId": MANAGED}), search.clone());
            let found = pages(&t, "SearchNotifications", "Notifications", &input, 2).await;
            assert_eq!(texts(&found), expected, "{search}");
        }
    });
}

#[test]
fn a_search_shows_the_instance_too() {
    each_engine(async |t| {
        sent_later(&t, "Hello", json!({})).await;

        let input = json!({"InstanceId": MANAGED});
        assert_snapshot!(t.root().call("SearchNotifications", input).await, @r#"
        200
        {
          "Notifications": [
            {
              "Id": "11111111-1111-4111-8000-00000000001c",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/notification/11111111-1111-4111-8000-00000000001c",
              "InstanceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
              "Content": {
                "en_US": "Hello"
              },
              "Priority": "LOW",
              "Recipients": [
                "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
              ],
              "CreatedAt": 1795256190.0,
              "ExpiresAt": 1795860990.0,
              "LastModifiedRegion": "us-east-1",
              "LastModifiedTime": 1795256190.0
            }
          ],
          "ApproximateTotalCount": 1
        }
        "#);
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let input = with(
            text("priority", "EXACT", &json!("LOW")),
            json!({"InstanceId": MANAGED}),
        );

        assert_snapshot!(t.root().call("SearchNotifications", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of content, resourceID
        ");
    });
}
