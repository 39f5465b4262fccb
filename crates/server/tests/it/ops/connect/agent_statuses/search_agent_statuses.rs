use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, in_memory, policy, with};
use serde_json::{Value, json};

use super::make;

/// Makes agent statuses, of which one is tagged; gives its id.
async fn prepare(t: &Roster) -> Value {
    make(
        t,
        "Training",
        json!({"Description": "In a course", "State": "DISABLED"}),
    )
    .await;
    let lunch = json!({"Description": "At table", "DisplayOrder": 12, "Tags": {"team": "red"}});
    make(t, "Lunch", lunch).await["AgentStatusId"].take()
}

/// The names of the agent statuses that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let answer = t.root().done("SearchAgentStatuses", input).await;
    let statuses = answer["AgentStatuses"].as_array().expect("a list");
    assert_eq!(answer["ApproximateTotalCount"], statuses.len());
    let name = |status: &Value| status["Name"].as_str().expect("a name").to_owned();
    statuses.iter().map(name).collect()
}

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    json!({"StringCondition": {"FieldName": field, "ComparisonType": comparison, "Value": value}})
}

#[test]
fn statuses_are_found_by_each_field() {
    each_engine(async |t| {
        let id = prepare(&t).await;
        for (field, comparison, value, expected) in [
            ("name", "STARTS_WITH", json!("lun"), vec!["Lunch"]),
            ("description", "CONTAINS", json!("TABLE"), vec!["Lunch"]),
            (
                "state",
                "EXACT",
                json!("ENABLED"),
                vec!["Available", "Lunch", "Offline"],
            ),
            ("state", "EXACT", json!("DISABLED"), vec!["Training"]),
            ("type", "EXACT", json!("CUSTOM"), vec!["Lunch", "Training"]),
            ("type", "EXACT", json!("ROUTABLE"), vec!["Available"]),
            ("displayOrder", "EXACT", json!("12"), vec!["Lunch"]),
            (
                "displayOrder",
                "STARTS_WITH",
                json!("1"),
                vec!["Available", "Lunch"],
            ),
            ("resourceID", "EXACT", id, vec!["Lunch"]),
            ("name", "EXACT", json!("lun"), vec![]),
        ] {
            let criteria = text(field, comparison, &value);

            let names = found(&t, json!({"SearchCriteria": criteria})).await;

            assert_eq!(names, expected, "{criteria}");
        }
        assert_eq!(
            found(&t, json!({})).await,
            ["Available", "Lunch", "Offline", "Training"]
        );
    });
}

#[test]
fn criteria_for_statuses_are_joined() {
    each_engine(async |t| {
        prepare(&t).await;
        let custom = text("type", "EXACT", &json!("CUSTOM"));
        let offline = text("name", "EXACT", &json!("Offline"));
        let enabled = text("state", "EXACT", &json!("ENABLED"));
        let any = json!({"OrConditions": [custom, offline]});

        let all = json!({"AndConditions": [any, enabled]});

        assert_eq!(
            found(&t, json!({"SearchCriteria": any})).await,
            ["Lunch", "Offline", "Training"]
        );
        assert_eq!(
            found(&t, json!({"SearchCriteria": all})).await,
            ["Lunch", "Offline"]
        );
    });
}

#[test]
fn statuses_are_found_by_tags_and_shown_in_full() {
    each_engine(async |t| {
        prepare(&t).await;
        let tag = |value: &str| json!({"TagKey": "team", "TagValue": value});
        for (filter, expected) in [
            (json!({"TagCondition": tag("red")}), 1),
            (json!({"TagCondition": tag("blue")}), 0),
            (
                json!({"AndCondition": {"TagConditions": [tag("red"), tag("blue")]}}),
                0,
            ),
            (
                json!({"OrConditions": [{"TagConditions": [tag("red")]}, {"TagConditions": [tag("blue")]}]}),
                1,
            ),
        ] {
            let search = json!({"SearchFilter": {"AttributeFilter": filter}});
            assert_eq!(found(&t, search).await.len(), expected, "{filter}");
        }

        let filter = json!({"AttributeFilter": {"TagCondition": tag("red")}});
        let input = json!({"InstanceId": MANAGED, "SearchFilter": filter});
        assert_snapshot!(t.root().call("SearchAgentStatuses", input).await, @r#"
        200
        {
          "AgentStatuses": [
            {
              "AgentStatusARN": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-state/11111111-1111-4111-8000-00000000001d",
              "AgentStatusId": "11111111-1111-4111-8000-00000000001d",
              "Name": "Lunch",
              "Description": "At table",
              "Type": "CUSTOM",
              "DisplayOrder": 12,
              "State": "ENABLED",
              "Tags": {
                "team": "red"
              },
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          ],
          "ApproximateTotalCount": 1
        }
        "#);
    });
}

#[test]
fn a_search_for_statuses_in_an_unknown_field_is_refused() {
    in_memory(async |t| {
        let criteria = text("resourceId", "EXACT", &json!("a"));
        let input = json!({"InstanceId": MANAGED, "SearchCriteria": criteria});

        assert_snapshot!(t.root().call("SearchAgentStatuses", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name, description, state, type, displayOrder, resourceID
        ");
    });
}

#[test]
fn a_policy_confines_a_search_for_statuses_to_a_tag() {
    in_memory(async |t| {
        prepare(&t).await;
        let olga = t.root().make_iam_user("olga").await;
        let mut document: Value =
            serde_json::from_str(&policy("Allow", "connect:SearchAgentStatuses", "*")).expect("JSON");
        document["Statement"]["Condition"] = json!({"StringEquals": {"connect:SearchTag/team": "red"}});
        let input = json!({"UserName": "olga", "PolicyName": "p", "PolicyDocument": document.to_string()});
        t.root().done("iam:PutUserPolicy", input).await;
        let search = async |filter: &str, value: &str| {
            let tag = json!({"TagCondition": {"TagKey": "team", "TagValue": value}});
            let input = json!({"InstanceId": MANAGED, "SearchFilter": {filter: tag}});
            olga.call("SearchAgentStatuses", input).await.status
        };

        assert_eq!(search("AttributeFilter", "red").await, 200);
        assert_eq!(search("AttributeFilter", "blue").await, 403);
        // The operation has no such filter.
        assert_eq!(search("TagFilter", "red").await, 403);
    });
}
