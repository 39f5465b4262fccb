use insta::assert_snapshot;
use roster_testkit::{DIRECTORY, MANAGED, SAML, each_engine};
use serde_json::json;

#[test]
fn every_instance_has_a_default_profile_of_its_own() {
    each_engine(async |t| {
        let made = t.root().make_instance("acme").await;
        let mut ids = Vec::new();
        for instance in [MANAGED, SAML, DIRECTORY, &made] {
            let input = json!({"InstanceId": instance});
            let listed = t.root().all("ListAuthenticationProfiles", input, 10).await;
            assert_eq!(listed.len(), 1, "{listed:?}");
            ids.push(listed[0]["Id"].clone());
        }

        let unique: std::collections::BTreeSet<_> = ids.iter().map(ToString::to_string).collect();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        let listed = t
            .root()
            .done("ListAuthenticationProfiles", json!({"InstanceId": MANAGED}))
            .await;
        assert_snapshot!(format!("{listed:#}"), @r#"
        {
          "AuthenticationProfileSummaryList": [
            {
              "Id": "742b47e5-30d0-41e9-9256-8c1d524940b0",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/authentication-profile/742b47e5-30d0-41e9-9256-8c1d524940b0",
              "Name": "Default Authentication Profile",
              "IsDefault": true,
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1"
            }
          ]
        }
        "#);
    });
}
