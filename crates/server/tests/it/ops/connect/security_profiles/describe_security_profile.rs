use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::json;

#[test]
fn a_profile_is_described_without_its_permissions() {
    each_engine(async |t| {
        let profiles = t
            .root()
            .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
            .await;
        let admin = json!({"InstanceId": MANAGED, "SecurityProfileId": profiles[0]["Id"]});

        assert_snapshot!(t.root().call("DescribeSecurityProfile", admin).await, @r#"
        200
        {
          "SecurityProfile": {
            "Id": "11111111-1111-4111-8000-000000000003",
            "OrganizationResourceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-000000000003",
            "SecurityProfileName": "Admin",
            "Description": "An administrator can perform all actions available.",
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1",
            "Type": "AWS_MANAGED"
          }
        }
        "#);
    });
}

#[test]
fn a_profile_is_found_by_id_or_arn_in_its_own_instance() {
    each_engine(async |t| {
        let profiles = t
            .root()
            .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
            .await;
        let describe = async |instance: &str, member: &str| {
            let input = json!({"InstanceId": instance, "SecurityProfileId": profiles[1][member]});
            t.root().call("DescribeSecurityProfile", input).await
        };

        assert_eq!(
            describe(MANAGED, "Arn").await.json(),
            describe(MANAGED, "Id").await.json()
        );
        assert_eq!(describe(MANAGED, "Arn").await.status, 200);
        assert_snapshot!(describe(SAML, "Id").await, @"
        404 ResourceNotFoundException
        There is no security profile 11111111-1111-4111-8000-000000000004 in this instance
        ");
        assert_snapshot!(describe(SAML, "Arn").await, @"
        404 ResourceNotFoundException
        There is no security profile arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-000000000004 in this instance
        ");
        assert_snapshot!(describe(MANAGED, "Name").await, @r#"
        400 InvalidParameterException
        SecurityProfileId must be an id or an ARN, but is "Agent"
        "#);
    });
}
