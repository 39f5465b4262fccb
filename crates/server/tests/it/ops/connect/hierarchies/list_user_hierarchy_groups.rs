use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::json;

use super::{Groups, make_group, set_levels};

#[test]
fn groups_of_all_levels_are_listed_by_name() {
    each_engine(async |t| {
        set_levels(&t, SAML, &["Country"]).await;
        make_group(&t, SAML, "Elsewhere", None).await;
        Groups::make(&t, MANAGED).await;

        let answer = t
            .root()
            .call("ListUserHierarchyGroups", json!({"InstanceId": MANAGED}))
            .await;

        assert_snapshot!(answer, @r#"
        200
        {
          "UserHierarchyGroupSummaryList": [
            {
              "Id": "11111111-1111-4111-8000-000000000021",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000021",
              "Name": "France",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            },
            {
              "Id": "11111111-1111-4111-8000-000000000023",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000023",
              "Name": "Nice",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            },
            {
              "Id": "11111111-1111-4111-8000-000000000022",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000022",
              "Name": "South",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          ]
        }
        "#);
    });
}

#[test]
fn groups_of_one_name_are_all_listed_in_pages_of_any_size() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        for parent in [None, Some(&*groups.france), Some(&*groups.south)] {
            make_group(&t, MANAGED, "Night", parent).await;
        }
        for operation in ["ListUserHierarchyGroups", "SearchUserHierarchyGroups"] {
            let all = t.root().all(operation, json!({"InstanceId": MANAGED}), 100).await;
            let names: Vec<_> = all.iter().map(|group| &group["Name"]).collect();
            assert_eq!(names, ["France", "Nice", "Night", "Night", "Night", "South"]);
            for size in 1..=5 {
                let joined = t
                    .root()
                    .all(operation, json!({"InstanceId": MANAGED}), size)
                    .await;
                assert_eq!(joined, all, "{operation} by {size}");
            }
        }
    });
}
