use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, in_memory, with};
use serde_json::{Value, json};

use super::make;

/// Makes profiles, of which one is tagged.
async fn prepare(t: &Roster) {
    make(t, "Team leads", json!({"Tags": {"team": "red", "site": "Lyon"}})).await;
    make(t, "Team guests", json!({})).await;
}

/// The names of the profiles that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let answer = t.root().done("SearchSecurityProfiles", input).await;
    let profiles = answer["SecurityProfiles"].as_array().expect("a list");
    assert_eq!(answer["ApproximateTotalCount"], profiles.len());
    let names = profiles.iter().map(|profile| &profile["SecurityProfileName"]);
    names
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect()
}

fn name(comparison: &str, value: &str) -> Value {
    json!({"StringCondition": {"FieldName": "name", "ComparisonType": comparison, "Value": value}})
}

#[test]
fn profiles_are_found_by_name_whatever_the_case() {
    each_engine(async |t| {
        prepare(&t).await;
        for (criteria, expected) in [
            (name("EXACT", "team LEADS"), vec!["Team leads"]),
            (name("STARTS_WITH", "team"), vec!["Team guests", "Team leads"]),
            (name("CONTAINS", "lea"), vec!["Team leads"]),
            (name("EXACT", "Team"), vec![]),
            (
                json!({"OrConditions": [name("EXACT", "Agent"), name("CONTAINS", "guest")]}),
                vec!["Agent", "Team guests"],
            ),
            (
                json!({"AndConditions": [name("STARTS_WITH", "team"), name("CONTAINS", "guest")]}),
                vec!["Team guests"],
            ),
        ] {
            assert_eq!(
                found(&t, json!({"SearchCriteria": criteria})).await,
                expected,
                "{criteria}"
            );
        }
        assert_eq!(
            found(&t, json!({})).await,
            [
                "Admin",
                "Agent",
                "CallCenterManager",
                "QualityAnalyst",
                "Team guests",
                "Team leads"
            ]
        );
    });
}

#[test]
fn profiles_are_found_by_tags_and_shown_in_brief() {
    each_engine(async |t| {
        prepare(&t).await;
        let filter = |key: &str, value: &str| json!({"SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": key, "TagValue": value}}}});
        assert_eq!(found(&t, filter("team", "blue")).await, [""; 0]);

        let input = with(json!({"InstanceId": MANAGED}), filter("team", "red"));
        assert_snapshot!(t.root().call("SearchSecurityProfiles", input).await, @r#"
        200
        {
          "SecurityProfiles": [
            {
              "Id": "11111111-1111-4111-8000-00000000001c",
              "OrganizationResourceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-00000000001c",
              "SecurityProfileName": "Team leads",
              "Tags": {
                "site": "Lyon",
                "team": "red"
              },
              "Type": "CUSTOMER_MANAGED"
            }
          ],
          "ApproximateTotalCount": 1
        }
        "#);
    });
}

#[test]
fn a_search_for_profiles_in_an_unknown_field_or_for_too_short_or_long_a_text_is_refused() {
    in_memory(async |t| {
        let search = async |criteria: Value| {
            let input = json!({"InstanceId": MANAGED, "SearchCriteria": criteria});
            t.root().call("SearchSecurityProfiles", input).await
        };
        let description = json!({"StringCondition": {"FieldName": "description", "Value": "a"}});
        assert_snapshot!(search(description).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of name
        ");
        let within = |value: &str| json!({"OrConditions": [name("EXACT", "a"), name("CONTAINS", value)]});
        assert_snapshot!(search(within("a")).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.Value must have 2 to 25 characters with CONTAINS
        ");
        let too_long = search(within(&"é".repeat(26))).await;
        assert_eq!(too_long.message(), search(within("a")).await.message());
        for criteria in [
            name("CONTAINS", "ad"),
            name("CONTAINS", &"é".repeat(25)),
            name("STARTS_WITH", "a"),
        ] {
            assert_eq!(search(criteria.clone()).await.status, 200, "{criteria}");
        }
    });
}
