use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::{Value, json};

use super::{make, named};

#[test]
fn the_flow_modules_of_a_profile_are_listed_as_they_were_given() {
    each_engine(async |t| {
        let held = json!({"AllowedFlowModules": [
            {"Type": "MCP", "FlowModuleId": "1"}, {"Type": "MCP", "FlowModuleId": "2"},
        ]});
        let profile = make(&t, "Team leads", held).await;
        let page = with(profile, json!({"MaxResults": 1}));

        assert_snapshot!(t.root().call("ListSecurityProfileFlowModules", page).await, @r#"
        200
        {
          "AllowedFlowModules": [
            {
              "Type": "MCP",
              "FlowModuleId": "1"
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
fn a_profile_that_came_with_the_instance_has_no_flow_modules() {
    each_engine(async |t| {
        let agent = named(&t, "Agent").await;

        let listed = t.root().all("ListSecurityProfileFlowModules", agent, 10).await;

        assert_eq!(listed, [Value::Null; 0]);
    });
}
