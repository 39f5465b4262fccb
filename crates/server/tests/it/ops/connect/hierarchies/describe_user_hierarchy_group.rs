use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::json;

use super::Groups;

#[test]
fn a_group_is_described_with_the_groups_above_it_by_their_names_of_now() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let renamed = json!({"InstanceId": MANAGED, "HierarchyGroupId": groups.south, "Name": "Provence"});
        t.root().done("UpdateUserHierarchyGroupName", renamed).await;

        let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": groups.nice});
        let answer = t.root().call("DescribeUserHierarchyGroup", input).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "HierarchyGroup": {
            "Id": "11111111-1111-4111-8000-000000000021",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000021",
            "Name": "Nice",
            "LevelId": "11111111-1111-4111-8000-00000000001e",
            "HierarchyPath": {
              "LevelOne": {
                "Id": "11111111-1111-4111-8000-00000000001f",
                "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-00000000001f",
                "Name": "France",
                "LastModifiedTime": 1795256130.0,
                "LastModifiedRegion": "us-east-1"
              },
              "LevelTwo": {
                "Id": "11111111-1111-4111-8000-000000000020",
                "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000020",
                "Name": "Provence",
                "LastModifiedTime": 1795256130.0,
                "LastModifiedRegion": "us-east-1"
              },
              "LevelThree": {
                "Id": "11111111-1111-4111-8000-000000000021",
                "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000021",
                "Name": "Nice",
                "LastModifiedTime": 1795256130.0,
                "LastModifiedRegion": "us-east-1"
              }
            },
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}

#[test]
fn it_is_looked_for_in_its_own_instance() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let elsewhere = json!({"InstanceId": SAML, "HierarchyGroupId": groups.nice});

        assert_snapshot!(t.root().call("DescribeUserHierarchyGroup", elsewhere).await, @"
        404 ResourceNotFoundException
        There is no hierarchy group 11111111-1111-4111-8000-000000000021 in this instance
        ");
    });
}
