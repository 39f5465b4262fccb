use insta::assert_snapshot;
use roster_testkit::{MANAGED, SAML, each_engine};
use serde_json::json;

#[test]
fn a_list_shows_profiles_in_brief() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED, "MaxResults": 1});

        assert_snapshot!(t.root().call("ListSecurityProfiles", input).await, @r#"
        200
        {
          "SecurityProfileSummaryList": [
            {
              "Id": "11111111-1111-4111-8000-000000000003",
              "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-000000000003",
              "Name": "Admin",
              "LastModifiedTime": 1795256130.0,
              "LastModifiedRegion": "us-east-1",
              "Type": "AWS_MANAGED"
            }
          ],
          "NextToken": …
        }
        "#);
    });
}

#[test]
fn pages_of_any_size_join_without_gap_or_overlap() {
    each_engine(async |t| {
        let input = json!({"InstanceId": MANAGED});
        let all = t.root().all("ListSecurityProfiles", input.clone(), 1000).await;
        assert_eq!(all.len(), 4);

        for size in 1..=5 {
            let pages = t.root().all("ListSecurityProfiles", input.clone(), size).await;
            assert_eq!(pages, all, "{size}");
        }
    });
}

#[test]
fn each_instance_has_profiles_of_its_own() {
    each_engine(async |t| {
        let ours = t
            .root()
            .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
            .await;
        let theirs = t
            .root()
            .all("ListSecurityProfiles", json!({"InstanceId": SAML}), 10)
            .await;

        assert!(
            ours.iter()
                .zip(&theirs)
                .all(|(our, their)| our["Name"] == their["Name"])
        );
        assert!(
            ours.iter()
                .all(|our| theirs.iter().all(|their| our["Id"] != their["Id"]))
        );
    });
}
