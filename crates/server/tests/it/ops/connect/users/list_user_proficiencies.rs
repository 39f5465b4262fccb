use roster_testkit::{MANAGED, MARY, Roster, each_engine};
use serde_json::{Value, json};

use super::{change_proficiencies, make_language, proficiency};

async fn found(t: &Roster, conditions: Value) -> Value {
    let input = json!({
        "InstanceId": MANAGED,
        "SearchCriteria": {"ListCondition": {"TargetListType": "PROFICIENCIES", "Conditions": conditions}},
    });
    let answer = t.root().done("SearchUsers", input).await;
    assert_eq!(
        answer["ApproximateTotalCount"].as_u64(),
        answer["Users"].as_array().map(|users| users.len() as u64)
    );
    answer["Users"]
        .as_array()
        .expect("users")
        .iter()
        .map(|user| user["Username"].clone())
        .collect()
}

#[test]
fn the_list_says_when_the_user_last_changed() {
    each_engine(async |t| {
        make_language(&t).await;
        change_proficiencies(&t, "AssociateUserProficiencies", &[proficiency("English", 5.0)]).await;

        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});
        let listed = t.root().done("ListUserProficiencies", mary).await;

        let user = t.root().user(MANAGED, MARY).await;
        assert_eq!(listed["LastModifiedTime"], user["LastModifiedTime"]);
        assert_eq!(listed["LastModifiedRegion"], "us-east-1");
        assert_eq!(
            listed["UserProficiencyList"],
            json!([proficiency("English", 5.0)])
        );
    });
}

#[test]
fn searches_find_users_by_their_proficiencies() {
    each_engine(async |t| {
        make_language(&t).await;
        change_proficiencies(&t, "AssociateUserProficiencies", &[proficiency("French", 3.0)]).await;
        let text = |field: &str, value: &str, comparison: &str| json!({"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}});
        let level = |comparison: &str, min: i64, max: i64| {
            json!({"NumberCondition": {
                "FieldName": "level", "MinValue": min, "MaxValue": max, "ComparisonType": comparison,
            }})
        };
        let (name, value) = (
            text("name", "language", "EXACT"),
            text("value", "FRENCH", "EXACT"),
        );

        assert_eq!(found(&t, json!([name])).await, json!(["mary"]));
        assert_eq!(found(&t, json!([name, value])).await, json!(["mary"]));
        assert_eq!(
            found(&t, json!([name, text("value", "Fre", "STARTS_WITH")])).await,
            json!(["mary"])
        );
        assert_eq!(
            found(&t, json!([name, value, level("GREATER_OR_EQUAL", 3, 3)])).await,
            json!(["mary"])
        );
        assert_eq!(
            found(&t, json!([name, value, level("RANGE", 1, 2)])).await,
            json!([])
        );
        assert_eq!(
            found(&t, json!([name, value, level("GREATER", 3, 3)])).await,
            json!([])
        );
        assert_eq!(
            found(&t, json!([name, text("value", "English", "EXACT")])).await,
            json!([])
        );
        assert_eq!(found(&t, json!([level("EQUAL", 3, 3)])).await, json!(["mary"]));
    });
}
