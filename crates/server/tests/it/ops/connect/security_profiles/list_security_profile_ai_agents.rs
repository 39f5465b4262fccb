use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::{Value, json};

use super::{make, named};

#[test]
fn the_ai_agents_of_a_profile_are_listed_as_they_were_given() {
    each_engine(async |t| {
        let held = json!({"AllowedAIAgents": [
            {"Arn": "arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b", "Type": "THIRD_PARTY"}, {"Arn": "c"},
        ]});
        let profile = make(&t, "Team leads", held).await;
        let page = with(profile, json!({"MaxResults": 1}));

        assert_snapshot!(t.root().call("ListSecurityProfileAIAgents", page).await, @r#"
        200
        {
          "AllowedAIAgents": [
            {
              "Arn": "arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b",
              "Type": "THIRD_PARTY"
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
fn a_profile_that_came_with_the_instance_has_no_ai_agents() {
    each_engine(async |t| {
        let agent = named(&t, "Agent").await;

        let listed = t.root().all("ListSecurityProfileAIAgents", agent, 10).await;

        assert_eq!(listed, [Value::Null; 0]);
    });
}
