use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, MANAGED, MARY, REGION, SAM, SAML, each_engine, with};
use serde_json::json;

use super::{arn_of_profile, arn_of_user, associate, associated, workspace};

#[test]
fn users_and_routing_profiles_are_associated() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        let (mary, profile) = (arn_of_user(&t, MARY).await, arn_of_profile(&t).await);

        let answer = associate(&t, &desk, &[&mary, &profile]).await;

        let successful = json!([{"ResourceArn": mary}, {"ResourceArn": profile}]);
        assert_eq!(answer, json!({"SuccessfulList": successful, "FailedList": []}));
        assert_eq!(associated(&t, json!({})).await, ["Basic Routing Profile", "mary"]);
    });
}

#[test]
fn a_user_can_have_several_workspaces() {
    each_engine(async |t| {
        let mary = arn_of_user(&t, MARY).await;
        for name in ["Desk", "Office"] {
            let workspace = workspace(&t, name).await;
            let answer = associate(&t, &workspace, &[&mary]).await;
            assert_eq!(answer["FailedList"], json!([]));
        }

        assert_eq!(associated(&t, json!({})).await, ["mary", "mary"]);
    });
}

#[test]
fn what_cannot_be_associated_is_named_and_the_rest_is_associated() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        let mary = arn_of_user(&t, MARY).await;
        let place = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance");
        let queue = json!(format!("{place}/{MANAGED}/queue/{MARY}"));
        let nobody = json!(format!(
            "{place}/{MANAGED}/agent/00000000-0000-4000-8000-000000000000"
        ));
        let elsewhere = json!(format!("{place}/{SAML}/agent/{SAM}"));
        let malformed = json!(format!("{place}/{MANAGED}/agent/mary"));

        let arns = [
            &queue,
            &nobody,
            &elsewhere,
            &malformed,
            &json!("mary"),
            &mary,
            &mary,
        ];
        let input = with(desk, json!({"ResourceArns": arns}));
        let answer = t.root().call("AssociateWorkspace", input).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "SuccessfulList": [
            {
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891"
            }
          ],
          "FailedList": [
            {
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/queue/87654321-2222-1234-1234-111234567891",
              "ErrorCode": "400",
              "ErrorMessage": "ResourceArns may have ARNs of users and routing profiles only"
            },
            {
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/00000000-0000-4000-8000-000000000000",
              "ErrorCode": "404",
              "ErrorMessage": "The instance does not have this user or routing profile"
            },
            {
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/b2c3d4e5-6789-01ab-cdef-EXAMPLE22222/agent/98765432-3333-2345-2345-222345678902",
              "ErrorCode": "404",
              "ErrorMessage": "The instance does not have this user or routing profile"
            },
            {
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/mary",
              "ErrorCode": "404",
              "ErrorMessage": "The instance does not have this user or routing profile"
            },
            {
              "ResourceArn": "mary",
              "ErrorCode": "400",
              "ErrorMessage": "ResourceArns may have ARNs of users and routing profiles only"
            },
            {
              "ResourceArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891",
              "ErrorCode": "409",
              "ErrorMessage": "It is associated with the workspace already"
            }
          ]
        }
        "#);
        assert_eq!(associated(&t, json!({})).await, ["mary"]);
    });
}

#[test]
fn associations_are_audited() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;
        let mary = arn_of_user(&t, MARY).await;
        let audited = t.audited();

        associate(&t, &desk, &[&mary]).await;

        assert_snapshot!(t.audit(audited), @r#"
        AssociateWorkspace on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/workspace/11111111-1111-4111-8000-00000000001c by arn:aws:iam::123456789012:root
          workspace_association InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          workspace_association WorkspaceId: - → "11111111-1111-4111-8000-00000000001c"
          workspace_association ResourceType: - → "USER"
          workspace_association ResourceId: - → "87654321-2222-1234-1234-111234567891"
        "#);
    });
}
