use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, Answer, MANAGED, REGION, Roster, SAML, each_engine, with};
use serde_json::{Value, json};

use super::{make_group, set_levels};

async fn create(t: &Roster, more: Value) -> Answer {
    let input = with(json!({"InstanceId": MANAGED, "Name": "Lyon"}), more);
    t.root().call("CreateUserHierarchyGroup", input).await
}

#[test]
fn a_new_group_can_be_described() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country"]).await;

        let answer = create(&t, json!({"Tags": {"team": "blue"}})).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "HierarchyGroupId": "11111111-1111-4111-8000-00000000001d",
          "HierarchyGroupArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-00000000001d"
        }
        "#);
        let id = answer.json()["HierarchyGroupId"].take();
        let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": id});
        assert_snapshot!(t.root().call("DescribeUserHierarchyGroup", input).await, @r#"
        200
        {
          "HierarchyGroup": {
            "Id": "11111111-1111-4111-8000-00000000001d",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-00000000001d",
            "Name": "Lyon",
            "LevelId": "11111111-1111-4111-8000-00000000001c",
            "HierarchyPath": {
              "LevelOne": {
                "Id": "11111111-1111-4111-8000-00000000001d",
                "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent-group/11111111-1111-4111-8000-00000000001d",
                "Name": "Lyon",
                "LastModifiedTime": 1795256130.0,
                "LastModifiedRegion": "us-east-1"
              }
            },
            "Tags": {
              "team": "blue"
            },
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}

#[test]
fn a_group_stands_below_a_parent_that_is_named_by_id_or_arn() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "Site"]).await;
        let france = make_group(&t, MANAGED, "France", None).await;
        let arn = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/agent-group/{france}");
        for (name, parent) in [("Lyon", &france), ("Nice", &arn)] {
            let id = make_group(&t, MANAGED, name, Some(parent)).await;

            let input = json!({"InstanceId": MANAGED, "HierarchyGroupId": id});
            let group = t.root().done("DescribeUserHierarchyGroup", input).await;
            let path = &group["HierarchyGroup"]["HierarchyPath"];
            assert_eq!(
                (&path["LevelOne"]["Id"], &path["LevelTwo"]["Id"]),
                (&json!(france), &json!(id))
            );
        }
    });
}

#[test]
fn an_empty_parent_is_none() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country"]).await;

        assert_eq!(create(&t, json!({"ParentGroupId": ""})).await.status, 200);
    });
}

#[test]
fn a_group_needs_its_level() {
    each_engine(async |t| {
        assert_snapshot!(create(&t, json!({})).await, @"
        400 InvalidRequestException
        ParentGroupId puts the group at LevelOne, which the hierarchy does not have: add it by UpdateUserHierarchyStructure
        ");
        set_levels(&t, MANAGED, &["Country"]).await;
        let france = make_group(&t, MANAGED, "France", None).await;
        assert_snapshot!(create(&t, json!({"ParentGroupId": france})).await, @"
        400 InvalidRequestException
        ParentGroupId puts the group at LevelTwo, which the hierarchy does not have: add it by UpdateUserHierarchyStructure
        ");
    });
}

#[test]
fn below_the_fifth_level_there_is_none() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["A", "B", "C", "D", "E"]).await;
        let mut parent: Option<String> = None;
        for name in ["a", "b", "c", "d", "e"] {
            parent = Some(make_group(&t, MANAGED, name, parent.as_deref()).await);
        }

        assert_snapshot!(create(&t, json!({"ParentGroupId": parent})).await, @"
        400 InvalidRequestException
        ParentGroupId names a group at the lowest of 5 levels, and there can be no more
        ");
    });
}

#[test]
fn a_parent_that_the_instance_does_not_have_is_named() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "Site"]).await;
        set_levels(&t, SAML, &["Country", "Site"]).await;
        let foreign = make_group(&t, SAML, "France", None).await;
        for (parent, expected) in [
            (
                "Lyon",
                "ParentGroupId names Lyon, which the instance does not have",
            ),
            (
                &*foreign,
                &*format!("ParentGroupId names {foreign}, which the instance does not have"),
            ),
        ] {
            let answer = create(&t, json!({"ParentGroupId": parent})).await;

            assert_eq!(answer.error(), Some("InvalidParameterException"), "{answer}");
            assert_eq!(answer.message(), expected);
        }
    });
}

#[test]
fn a_name_is_unique_below_its_parent() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "Site"]).await;
        let france = make_group(&t, MANAGED, "France", None).await;
        let spain = make_group(&t, MANAGED, "Spain", None).await;
        make_group(&t, MANAGED, "Lyon", Some(&france)).await;

        assert_snapshot!(create(&t, json!({"ParentGroupId": france})).await, @"
        409 DuplicateResourceException
        There is already a hierarchy group with this Name
        ");
        make_group(&t, MANAGED, "Lyon", Some(&spain)).await;
        make_group(&t, MANAGED, "Lyon", None).await;
        make_group(&t, MANAGED, "lyon", Some(&france)).await;
        let again = create(&t, json!({})).await;
        assert_eq!(again.error(), Some("DuplicateResourceException"), "{again}");
    });
}

#[test]
fn names_of_groups_have_1_to_100_characters() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country"]).await;
        let created = async |length: usize| create(&t, json!({"Name": "é".repeat(length)})).await;

        assert_eq!(created(100).await.status, 200);
        assert_snapshot!(created(101).await, @"
        400 InvalidParameterException
        Name must have 1 to 100 characters, but has 101
        ");
        assert_snapshot!(created(0).await, @"
        400 InvalidParameterException
        Name must have 1 to 100 characters, but has 0
        ");
    });
}

#[test]
fn the_audit_shows_a_new_group() {
    each_engine(async |t| {
        set_levels(&t, MANAGED, &["Country", "Site"]).await;
        let france = make_group(&t, MANAGED, "France", None).await;
        let audited = t.audited();

        make_group(&t, MANAGED, "Lyon", Some(&france)).await;

        assert_snapshot!(t.audit(audited), @r#"
        CreateUserHierarchyGroup on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::123456789012:root
          hierarchy_group Id: - → "11111111-1111-4111-8000-00000000001f"
          hierarchy_group InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          hierarchy_group Name: - → "Lyon"
          hierarchy_group LevelId: - → "11111111-1111-4111-8000-00000000001d"
          hierarchy_group ParentGroupIds: - → ["11111111-1111-4111-8000-00000000001e"]
        "#);
    });
}
