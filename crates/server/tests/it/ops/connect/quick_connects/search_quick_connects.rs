use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Roster, each_engine, with};
use serde_json::{Value, json};

use super::{create_desk, described, quick_connect, to_number, to_user};

/// The names that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchQuickConnects", input, 1).await;
    let names = found
        .iter()
        .map(|one| one["Name"].as_str().expect("a name").to_owned());
    names.collect()
}

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    let condition = json!({"FieldName": field, "ComparisonType": comparison, "Value": value});
    json!({"SearchCriteria": {"StringCondition": condition}})
}

#[test]
fn quick_connects_are_found_by_every_field_and_by_tags() {
    each_engine(async |t| {
        let taxi = quick_connect(&t, "Taxi", to_number("+12065550100")).await;
        create_desk(&t, json!({"Description": "Who helps", "Tags": {"site": "Lyon"}})).await;

        for (search, expected) in [
            (json!({}), &["Desk", "Taxi"][..]),
            (text("name", "CONTAINS", &json!("AX")), &["Taxi"]),
            (text("description", "STARTS_WITH", &json!("who")), &["Desk"]),
            (text("resourceID", "EXACT", &taxi["QuickConnectId"]), &["Taxi"]),
            (
                json!({"SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": "site", "TagValue": "Lyon"}}}}),
                &["Desk"],
            ),
            (
                json!({"SearchCriteria": {"OrConditions": [
                    text("name", "EXACT", &json!("Taxi"))["SearchCriteria"],
                    {"AndConditions": [
                        text("name", "EXACT", &json!("Desk"))["SearchCriteria"],
                        text("description", "CONTAINS", &json!("nobody"))["SearchCriteria"],
                    ]},
                ]}}),
                &["Taxi"],
            ),
        ] {
            assert_eq!(found(&t, search.clone()).await, expected, "{search}");
        }
    });
}

#[test]
fn a_search_shows_what_describe_shows() {
    each_engine(async |t| {
        let desk = quick_connect(&t, "Desk", to_user(MARY)).await;
        let input = with(
            text("name", "EXACT", &json!("Desk")),
            json!({"InstanceId": MANAGED}),
        );

        let found = t.root().done("SearchQuickConnects", input).await;

        assert_eq!(found["QuickConnects"], json!([described(&t, &desk).await]));
        assert_eq!(found["ApproximateTotalCount"], 1);
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let input = with(
            text("phoneNumber", "EXACT", &json!("+12065550100")),
            json!({"InstanceId": MANAGED}),
        );

        assert_snapshot!(t.root().call("SearchQuickConnects", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, description, resourceID
        ");
    });
}
