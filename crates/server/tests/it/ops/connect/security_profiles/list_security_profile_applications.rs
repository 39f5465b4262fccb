use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::{Value, json};

use super::{make, named};

#[test]
fn the_applications_of_a_profile_are_listed_as_they_were_given() {
    each_engine(async |t| {
        let held = json!({"Applications": [
            {"Namespace": "wiki", "ApplicationPermissions": ["ACCESS"], "Type": "THIRD_PARTY_APPLICATION"},
            {"Namespace": "desk", "ApplicationPermissions": ["open", "close"], "Type": "MCP"},
        ]});
        let profile = make(&t, "Team leads", held).await;
        let page = with(profile, json!({"MaxResults": 1}));

        assert_snapshot!(t.root().call("ListSecurityProfileApplications", page).await, @r#"
        200
        {
          "Applications": [
            {
              "Namespace": "wiki",
              "ApplicationPermissions": [
                "ACCESS"
              ],
              "Type": "THIRD_PARTY_APPLICATION"
            }
          ],
          "NextToken": …,
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
    });
}

#[test]
fn a_profile_that_came_with_the_instance_has_no_applications() {
    each_engine(async |t| {
        let agent = named(&t, "Agent").await;

        let listed = t.root().all("ListSecurityProfileApplications", agent, 10).await;

        assert_eq!(listed, [Value::Null; 0]);
    });
}
