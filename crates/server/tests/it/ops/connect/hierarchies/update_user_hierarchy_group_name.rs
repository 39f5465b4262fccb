use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{Answer, MANAGED, Roster, each_engine};
use serde_json::{Value, json};

use super::{Groups, make_group};

async fn rename(t: &Roster, group: &str, name: &str) -> Answer {
    let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": group, "Name": name});
    t.root().call("UpdateUserHierarchyGroupName", input).await
}

async fn described(t: &Roster, group: &str) -> Value {
    let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": group});
    t.root().done("DescribeUserHierarchyGroup", input).await["HierarchyGroup"].take()
}

#[test]
fn a_group_gets_another_name_and_the_time_of_the_change() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let before = described(&t, &groups.nice).await;
        t.clock.advance(Duration::from_mins(1));
        let audited = t.audited();

        assert_snapshot!(rename(&t, &groups.nice, "Cannes").await, @"200");

        let after = described(&t, &groups.nice).await;
        assert_eq!(after["Name"], "Cannes");
        assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
        assert_eq!(after["LevelId"], before["LevelId"]);
        assert_snapshot!(t.audit(audited), @r#"
        UpdateUserHierarchyGroupName on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-000000000021 by arn:aws:iam::123456789012:root
          hierarchy_group Name: "Nice" → "Cannes"
        "#);
    });
}

#[test]
fn a_name_that_another_group_below_the_same_parent_has_is_refused() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        make_group(&t, MANAGED, "Cannes", Some(&groups.south)).await;

        assert_snapshot!(rename(&t, &groups.nice, "Cannes").await, @"
        409 DuplicateResourceException
        There is already a hierarchy group with this Name
        ");
        assert_eq!(described(&t, &groups.nice).await["Name"], "Nice");
        // One of another parent, and its own.
        assert_eq!(rename(&t, &groups.nice, "France").await.status, 200);
        assert_eq!(rename(&t, &groups.nice, "France").await.status, 200);
        make_group(&t, MANAGED, "Nice", Some(&groups.south)).await;
    });
}
