use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine};
use serde_json::{Value, json};

use super::{Groups, make_group, set_levels, structure};

async fn levels(t: &Roster) -> Value {
    let input = json!({"InstanceId": MANAGED});
    t.root().done("DescribeUserHierarchyStructure", input).await["HierarchyStructure"].take()
}

#[test]
fn a_level_that_stays_keeps_its_id_and_one_that_is_left_out_goes() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "Site", "Team"]).await;
        let before = levels(&t).await;
        t.clock.advance(Duration::from_mins(1));

        set_levels(&t, MANAGED, &["Country", "Place"]).await;

        let after = levels(&t).await;
        assert_eq!(after["LevelOne"], before["LevelOne"]);
        assert_eq!(after["LevelTwo"]["Name"], "Place");
        assert_eq!(after["LevelTwo"]["Id"], before["LevelTwo"]["Id"]);
        assert_ne!(
            after["LevelTwo"]["LastModifiedTime"],
            before["LevelTwo"]["LastModifiedTime"]
        );
        assert_eq!(after["LevelThree"], Value::Null);
        set_levels(&t, MANAGED, &["Country", "Place", "Team"]).await;
        let again = levels(&t).await;
        assert_ne!(again["LevelThree"]["Id"], before["LevelThree"]["Id"]);
        set_levels(&t, MANAGED, &[]).await;
        assert_eq!(levels(&t).await, json!({}));
    });
}

#[test]
fn a_level_without_those_above_it_is_refused() {
    each_engine(async |t| {
        let level = json!({"Name": "Level"});
        let input = json!({
            "InstanceId": MANAGED, "HierarchyStructure": {"LevelTwo": level, "LevelFour": level},
        });

        assert_snapshot!(t.root().call("UpdateUserHierarchyStructure", input).await, @"
        400 InvalidRequestException
        HierarchyStructure.LevelOne is required with HierarchyStructure.LevelFour; HierarchyStructure.LevelThree is required with HierarchyStructure.LevelFour
        ");
        assert_eq!(levels(&t).await, json!({}));
    });
}

#[test]
fn a_level_that_holds_groups_cannot_go() {
    each_engine(async |t| {
        let groups = Groups::make(&t, MANAGED).await;
        let call = async |names: &[&str]| {
            let input = structure(MANAGED, names);
            t.root().call("UpdateUserHierarchyStructure", input).await
        };

        assert_snapshot!(call(&["Country", "Region"]).await, @"
        409 ResourceInUseException
        The hierarchy level 11111111-1111-4111-8000-00000000001e is in use: hierarchy groups are at LevelThree; delete them first
        ");
        assert_snapshot!(call(&[]).await, @"
        409 ResourceInUseException
        The hierarchy level 11111111-1111-4111-8000-00000000001c is in use: hierarchy groups are at LevelOne; delete them first
        ");
        let nice = json!({"InstanceId": MANAGED, "HierarchyGroupId": groups.nice});
        t.root().done("DeleteUserHierarchyGroup", nice).await;
        assert_eq!(call(&["Country", "Region"]).await.status, 200);
    });
}

#[test]
fn a_hierarchy_of_five_levels_has_a_group_at_each() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["A", "B", "C", "D", "E"]).await;
        let mut parent: Option<String> = None;
        for name in ["a", "b", "c", "d", "e"] {
            parent = Some(make_group(&t, MANAGED, name, parent.as_deref()).await);
        }

        let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": parent});
        let lowest = t.root().done("DescribeUserHierarchyGroup", input).await;

        let group = &lowest["HierarchyGroup"];
        let names = super::LEVELS.map(|level| group["HierarchyPath"][level]["Name"].clone());
        assert_eq!(names, ["a", "b", "c", "d", "e"]);
        assert_eq!(group["LevelId"], levels(&t).await["LevelFive"]["Id"]);
    });
}

#[test]
fn names_of_levels_have_50_characters_at_most() {
    each_engine(async |t| {
        let input = structure(MANAGED, &[&"x".repeat(51), ""]);

        assert_snapshot!(t.root().call("UpdateUserHierarchyStructure", input).await, @"
        400 InvalidParameterException
        HierarchyStructure.LevelOne.Name must have 1 to 50 characters, but has 51; HierarchyStructure.LevelTwo.Name must have 1 to 50 characters, but has 0
        ");
    });
}

#[test]
fn the_audit_shows_the_levels_before_and_after() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country"]).await;
        let audited = t.audited();

        set_levels(&t, MANAGED, &["Country", "Site"]).await;

        assert_snapshot!(t.audit(audited), @r#"
        UpdateUserHierarchyStructure on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::123456789012:root
          hierarchy_structure Levels: ["Country"] → ["Country","Site"]
          hierarchy_structure LevelDetails: [{"Id":"11111111-1111-4111-8000-00000000001c","LastModifiedTime":1795256130.0,"LastModifiedRegion":"us-east-1"}] → [{"Id":"11111111-1111-4111-8000-00000000001c","LastModifiedTime":1795256130.0,"LastModifiedRegion":"us-east-1"},{"Id":"11111111-1111-4111-8000-00000000001d","LastModifiedTime":1795256130.0,"LastModifiedRegion":"us-east-1"}]
        "#);
    });
}
