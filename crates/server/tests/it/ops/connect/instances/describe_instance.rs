use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, DIRECTORY, MANAGED, MARY, OTHER_ACCOUNT, REGION, each_engine};
use serde_json::json;

#[test]
fn an_instance_is_described() {
    each_engine(async |t| {
        let managed = t
            .root()
            .call("DescribeInstance", json!({"InstanceId": MANAGED}))
            .await;
        assert_snapshot!(managed, @r#"
        200
        {
          "Instance": {
            "Id": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
            "IdentityManagementType": "CONNECT_MANAGED",
            "InstanceAlias": "demo",
            "CreatedTime": 1795256130.0,
            "ServiceRole": "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_EXAMPLE11111",
            "InstanceStatus": "ACTIVE",
            "InboundCallsEnabled": true,
            "OutboundCallsEnabled": true,
            "InstanceAccessUrl": "https://demo.my.connect.aws"
          }
        }
        "#);
        let directory = t
            .root()
            .call("DescribeInstance", json!({"InstanceId": DIRECTORY}))
            .await;
        assert_snapshot!(directory, @r#"
        200
        {
          "Instance": {
            "Id": "c3d4e5f6-7890-12ab-cdef-EXAMPLE33333",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/c3d4e5f6-7890-12ab-cdef-EXAMPLE33333",
            "IdentityManagementType": "EXISTING_DIRECTORY",
            "CreatedTime": 1795256130.0,
            "ServiceRole": "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_EXAMPLE33333",
            "InstanceStatus": "ACTIVE",
            "InboundCallsEnabled": true,
            "OutboundCallsEnabled": true
          }
        }
        "#);
    });
}

#[test]
fn an_instance_is_found_by_its_arn_and_no_other() {
    each_engine(async |t| {
        let describe = async |region: &str, account: &str, path: &str| {
            let arn = format!("arn:aws:connect:{region}:{account}:instance/{path}");
            t.root()
                .call("DescribeInstance", json!({"InstanceId": arn}))
                .await
        };

        assert_eq!(describe(REGION, ACCOUNT, MANAGED).await.status, 200);
        assert_snapshot!(describe("eu-west-2", ACCOUNT, MANAGED).await, @"
        404 ResourceNotFoundException
        There is no instance arn:aws:connect:eu-west-2:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        assert_snapshot!(describe(REGION, OTHER_ACCOUNT, MANAGED).await, @"
        404 ResourceNotFoundException
        There is no instance arn:aws:connect:us-east-1:210987654321:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 in this account and Region
        ");
        // Longer than an instance's id or ARN can be.
        assert_snapshot!(describe(REGION, ACCOUNT, &format!("{MANAGED}/agent/{MARY}")).await, @"
        400 InvalidRequestException
        InstanceId must have 1 to 100 characters, but has 127
        ");
    });
}

#[test]
fn what_is_no_id_is_refused_as_such() {
    each_engine(async |t| {
        for id in [
            "demo",
            "arn:aws:connect",
            "a1b2c3d4-5678-90ab-cdef-EXAMPLE1111",
            " ",
        ] {
            let answer = t.root().call("DescribeInstance", json!({"InstanceId": id})).await;
            // It does not declare InvalidParameterException.
            assert_eq!(
                answer.error(),
                Some("InvalidRequestException"),
                "{id:?}: {answer}"
            );
        }
        assert_snapshot!(t.root().call("DescribeInstance", json!({"InstanceId": "demo"})).await, @r#"
        400 InvalidRequestException
        InstanceId must be an id or an ARN, but is "demo"
        "#);
    });
}
