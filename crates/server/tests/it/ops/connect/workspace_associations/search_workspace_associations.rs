use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine, with};
use serde_json::{Value, json};

use super::super::workspaces::{arn_of_profile, arn_of_user, associate, associated, workspace};

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    json!({"StringCondition": {"FieldName": field, "ComparisonType": comparison, "Value": value}})
}

#[test]
fn associations_are_found_by_every_field_and_by_tags_of_workspaces() {
    each_engine(async |t| {
        let (desk, office) = (workspace(&t, "Desk").await, workspace(&t, "Office").await);
        let ana = t.root().make_user(MANAGED, "ana").await;
        let (ana_arn, mary) = (arn_of_user(&t, &ana).await, arn_of_user(&t, MARY).await);
        associate(&t, &desk, &[&mary, &arn_of_profile(&t).await]).await;
        associate(&t, &office, &[&ana_arn]).await;
        let arn = t.root().done("DescribeWorkspace", office.clone()).await["Workspace"]["Arn"].take();
        t.root()
            .done(
                "TagResource",
                json!({"resourceArn": arn, "tags": {"site": "Lyon"}}),
            )
            .await;
        let profile = "Basic Routing Profile";
        let prefix = json!(&desk["WorkspaceId"].as_str().expect("an id")[..8]);
        let of_desk = text("WorkspaceId", "EXACT", &desk["WorkspaceId"]);
        let of_users = text("ResourceType", "EXACT", &json!("user"));
        let of_ana = text("ResourceId", "EXACT", &json!(ana));

        for (criteria, expected) in [
            (json!({}), &[profile, "ana", "mary"][..]),
            (of_desk.clone(), &[profile, "mary"]),
            (
                text("WorkspaceId", "STARTS_WITH", &prefix),
                &[profile, "ana", "mary"],
            ),
            (text("ResourceId", "EXACT", &json!(MARY)), &["mary"]),
            (text("ResourceType", "CONTAINS", &json!("ING_PRO")), &[profile]),
            (json!({"AndConditions": [of_desk, of_users.clone()]}), &["mary"]),
            (json!({"OrConditions": [of_users, of_ana]}), &["ana", "mary"]),
        ] {
            let found = associated(&t, json!({"SearchCriteria": criteria})).await;
            assert_eq!(found, expected, "{criteria}");
        }
        let of_lyon = json!({"AttributeFilter": {"TagCondition": {"TagKey": "site", "TagValue": "Lyon"}}});
        assert_eq!(associated(&t, json!({"SearchFilter": of_lyon})).await, ["ana"]);
    });
}

#[test]
fn an_association_shows_both_of_its_ends() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        associate(&t, &desk, &[&arn_of_user(&t, MARY).await]).await;

        let input = json!({"InstanceId": MANAGED});
        assert_snapshot!(t.root().call("SearchWorkspaceAssociations", input).await, @r#"
        200
        {
          "WorkspaceAssociations": [
            {
              "WorkspaceId": "11111111-1111-4111-8000-00000000001c",
              "WorkspaceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/workspace/11111111-1111-4111-8000-00000000001c",
              "ResourceId": "87654321-2222-1234-1234-111234567891",
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891",
              "ResourceType": "USER",
              "ResourceName": "mary"
            }
          ],
          "ApproximateTotalCount": 1
        }
        "#);
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let criteria = text("ResourceName", "EXACT", &json!("mary"));
        let input = with(
            json!({"InstanceId": MANAGED}),
            json!({"SearchCriteria": criteria}),
        );

        assert_snapshot!(t.root().call("SearchWorkspaceAssociations", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of WorkspaceId, ResourceId, ResourceType
        ");
    });
}
