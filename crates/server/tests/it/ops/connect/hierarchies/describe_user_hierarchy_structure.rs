use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::set_levels;

#[test]
fn the_hierarchy_of_a_new_instance_has_no_levels() {
    each_engine(async |t| {
        let answer = t
            .root()
            .call("DescribeUserHierarchyStructure", json!({"InstanceId": MANAGED}))
            .await;

        assert_snapshot!(answer, @r#"
        200
        {
          "HierarchyStructure": {}
        }
        "#);
    });
}

#[test]
fn levels_are_described_from_the_first_down() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "Site"]).await;

        let answer = t
            .root()
            .call("DescribeUserHierarchyStructure", json!({"InstanceId": MANAGED}))
            .await;

        assert_snapshot!(answer, @r#"
        200
        {
          "HierarchyStructure": {
            "LevelOne": {
              "Id": "11111111-1111-4111-8000-00000000001c",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group-level/11111111-1111-4111-8000-00000000001c",
              "Name": "Country",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            },
            "LevelTwo": {
              "Id": "11111111-1111-4111-8000-00000000001d",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group-level/11111111-1111-4111-8000-00000000001d",
              "Name": "Site",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          }
        }
        "#);
    });
}
