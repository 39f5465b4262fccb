use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, with};
use serde_json::{Value, json};

use super::{create_office, described, office};

/// The names that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchHoursOfOperations", input, 1).await;
    let names = found
        .iter()
        .map(|hours| hours["Name"].as_str().expect("a name").to_owned());
    names.collect()
}

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    let condition = json!({"FieldName": field, "ComparisonType": comparison, "Value": value});
    json!({"SearchCriteria": {"StringCondition": condition}})
}

#[test]
fn hours_are_found_by_every_field_and_by_tags() {
    each_engine(async |t| {
        let office = office(&t).await;
        let night = json!({
            "Name": "Night", "Description": "When all sleep", "TimeZone": "Asia/Tokyo", "Tags": {"site": "Kyoto"},
        });
        create_office(&t, night).await;

        for (search, expected) in [
            (json!({}), &["Basic Hours", "Night", "Office"][..]),
            (text("name", "STARTS_WITH", &json!("off")), &["Office"]),
            (text("description", "CONTAINS", &json!("sleep")), &["Night"]),
            (text("timezone", "EXACT", &json!("Europe/Berlin")), &["Office"]),
            (
                text("resourceID", "EXACT", &office["HoursOfOperationId"]),
                &["Office"],
            ),
            (
                json!({"SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": "site", "TagValue": "Kyoto"}}}}),
                &["Night"],
            ),
        ] {
            assert_eq!(found(&t, search.clone()).await, expected, "{search}");
        }
    });
}

#[test]
fn a_search_shows_what_describe_shows() {
    each_engine(async |t| {
        let office = office(&t).await;
        let input = with(
            text("name", "EXACT", &json!("Office")),
            json!({"InstanceId": MANAGED}),
        );

        let found = t.root().done("SearchHoursOfOperations", input).await;

        assert_eq!(found["HoursOfOperations"], json!([described(&t, &office).await]));
        assert_eq!(found["ApproximateTotalCount"], 1);
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let input = with(
            text("Name", "EXACT", &json!("Office")),
            json!({"InstanceId": MANAGED}),
        );

        assert_snapshot!(t.root().call("SearchHoursOfOperations", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, description, timezone, resourceID
        ");
    });
}
