use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, with};
use serde_json::{Value, json};

use super::{create_desk, workspace};

/// The names that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchWorkspaces", input, 1).await;
    let names = found
        .iter()
        .map(|workspace| workspace["Name"].as_str().expect("a name").to_owned());
    names.collect()
}

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    let condition = json!({"FieldName": field, "ComparisonType": comparison, "Value": value});
    json!({"SearchCriteria": {"StringCondition": condition}})
}

#[test]
fn workspaces_are_found_by_every_field_and_by_tags() {
    each_engine(async |t| {
        create_desk(&t, json!({"Description": "Who sells", "Tags": {"site": "Lyon"}})).await;
        let office = workspace(&t, "Office").await;
        let seen = with(office.clone(), json!({"Visibility": "ALL"}));
        t.root().done("UpdateWorkspaceVisibility", seen).await;

        for (search, expected) in [
            (json!({}), &["Desk", "Office"][..]),
            (text("name", "CONTAINS", &json!("ES")), &["Desk"]),
            (text("description", "STARTS_WITH", &json!("who")), &["Desk"]),
            (text("visibility", "EXACT", &json!("ALL")), &["Office"]),
            (text("resourceID", "EXACT", &office["WorkspaceId"]), &["Office"]),
            (
                json!({"SearchFilter": {"AttributeFilter": {"TagCondition": {"TagKey": "site", "TagValue": "Lyon"}}}}),
                &["Desk"],
            ),
        ] {
            assert_eq!(found(&t, search.clone()).await, expected, "{search}");
        }
    });
}

#[test]
fn a_search_shows_when_a_workspace_was_made() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        t.clock.advance(std::time::Duration::from_mins(1));
        let titled = with(desk, json!({"Title": "The desk"}));
        t.root().done("UpdateWorkspaceMetadata", titled).await;

        let input = json!({"InstanceId": MANAGED});
        assert_snapshot!(t.root().call("SearchWorkspaces", input).await, @r#"
        200
        {
          "Workspaces": [
            {
              "Id": "11111111-1111-4111-8000-00000000001c",
              "Name": "Desk",
              "Visibility": "NONE",
              "Title": "The desk",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/workspace/11111111-1111-4111-8000-00000000001c",
              "CreatedAt": 1795256130.0
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
            text("title", "EXACT", &json!("x")),
            json!({"InstanceId": MANAGED}),
        );

        assert_snapshot!(t.root().call("SearchWorkspaces", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, description, visibility, resourceID
        ");
    });
}
