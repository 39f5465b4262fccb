use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

#[test]
fn the_default_profile_is_that_of_aws() {
    each_engine(async |t| {
        let of_instance = json!({"InstanceId": MANAGED});
        let listed = t.root().all("ListAuthenticationProfiles", of_instance, 10).await;
        let input = json!({"InstanceId": MANAGED, "AuthenticationProfileId": listed[0]["Id"]});

        let described = t.root().done("DescribeAuthenticationProfile", input).await;

        assert_snapshot!(format!("{:#}", described["AuthenticationProfile"]), @r#"
        {
          "Id": "742b47e5-30d0-41e9-9256-8c1d524940b0",
          "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/authentication-profile/742b47e5-30d0-41e9-9256-8c1d524940b0",
          "Name": "Default Authentication Profile",
          "Description": "A basic default Authentication Profile",
          "AllowedIps": [],
          "BlockedIps": [],
          "IsDefault": true,
          "CreatedTime": 1795256130.0,
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1",
          "PeriodicSessionDuration": 60,
          "MaxSessionDuration": 720,
          "SessionInactivityDuration": 60,
          "SessionInactivityHandlingEnabled": false
        }
        "#);
    });
}
