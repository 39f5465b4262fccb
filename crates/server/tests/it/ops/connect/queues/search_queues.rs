use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, with};
use serde_json::{Value, json};

use super::{create_sales, described, queue};

/// The names that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchQueues", input, 1).await;
    let names = found
        .iter()
        .map(|queue| queue["Name"].as_str().expect("a name").to_owned());
    names.collect()
}

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    let condition = json!({"FieldName": field, "ComparisonType": comparison, "Value": value});
    json!({"SearchCriteria": {"StringCondition": condition}})
}

#[test]
fn queues_are_found_by_every_field_by_type_and_by_tags() {
    each_engine(async |t| {
        let help = queue(&t, "Help").await;
        create_sales(&t, json!({"Description": "Who buys", "Tags": {"site": "Lyon"}})).await;

        for (search, expected) in [
            (json!({}), &["BasicQueue", "Help", "Sales"][..]),
            (text("name", "CONTAINS", &json!("EL")), &["Help"]),
            (text("description", "STARTS_WITH", &json!("who")), &["Sales"]),
            (text("resourceID", "EXACT", &help["QueueId"]), &["Help"]),
            (
                json!({"SearchCriteria": {"QueueTypeCondition": "STANDARD"}}),
                &["BasicQueue", "Help", "Sales"],
            ),
            (
                json!({"SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": "site", "TagValue": "Lyon"}}}}),
                &["Sales"],
            ),
        ] {
            assert_eq!(found(&t, search.clone()).await, expected, "{search}");
        }
    });
}

#[test]
fn a_search_shows_what_describe_shows() {
    each_engine(async |t| {
        let help = queue(&t, "Help").await;
        let input = with(
            text("name", "EXACT", &json!("Help")),
            json!({"InstanceId": MANAGED}),
        );

        let found = t.root().done("SearchQueues", input).await;

        assert_eq!(found["Queues"], json!([described(&t, &help).await]));
        assert_eq!(found["ApproximateTotalCount"], 1);
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let input = with(
            text("timezone", "EXACT", &json!("UTC")),
            json!({"InstanceId": MANAGED}),
        );

        assert_snapshot!(t.root().call("SearchQueues", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, description, resourceID
        ");
    });
}
