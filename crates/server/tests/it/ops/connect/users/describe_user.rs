use insta::assert_snapshot;
use roster_testkit::{ACCOUNT, DIRECTORY, DORA, MANAGED, MARY, REGION, SAM, SAML, each_engine};
use serde_json::json;

#[test]
fn the_users_of_the_demonstration_are_described() {
    each_engine(async |t| {
        let describe = async |instance: &str, user: &str| {
            let input = json!({"InstanceId": instance, "UserId": user});
            t.root().call("DescribeUser", input).await
        };

        assert_snapshot!(describe(MANAGED, MARY).await, @r#"
        200
        {
          "User": {
            "Id": "87654321-2222-1234-1234-111234567891",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891",
            "Username": "mary",
            "IdentityInfo": {
              "FirstName": "Mary",
              "LastName": "Miller",
              "Email": "mary@example.com"
            },
            "PhoneConfig": {
              "PhoneType": "SOFT_PHONE",
              "AutoAccept": false,
              "AfterContactWorkTimeLimit": 0,
              "DeskPhoneNumber": ""
            },
            "DirectoryUserId": "87654321-2222-1234-1234-111234567891",
            "SecurityProfileIds": [
              "11111111-1111-4111-8000-000000000004"
            ],
            "RoutingProfileId": "11111111-1111-4111-8000-000000000007",
            "Tags": {},
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
        assert_snapshot!(describe(DIRECTORY, DORA).await, @r#"
        200
        {
          "User": {
            "Id": "09876543-4444-3456-3456-333456789013",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/c3d4e5f6-7890-12ab-cdef-EXAMPLE33333/agent/09876543-4444-3456-3456-333456789013",
            "Username": "dora",
            "IdentityInfo": {
              "FirstName": "Dora",
              "LastName": "Diaz",
              "Email": "dora@example.com"
            },
            "PhoneConfig": {
              "PhoneType": "SOFT_PHONE",
              "AutoAccept": false,
              "AfterContactWorkTimeLimit": 0,
              "DeskPhoneNumber": ""
            },
            "DirectoryUserId": "dora",
            "SecurityProfileIds": [
              "11111111-1111-4111-8000-000000000016"
            ],
            "RoutingProfileId": "11111111-1111-4111-8000-000000000019",
            "Tags": {},
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}

#[test]
fn a_saml_user_has_no_primary_address_at_all() {
    each_engine(async |t| {
        let sam = t.root().user(SAML, SAM).await;

        assert_eq!(
            sam["IdentityInfo"],
            json!({"FirstName": "Sam", "LastName": "Santos"})
        );
    });
}

#[test]
fn a_user_is_found_by_arn() {
    each_engine(async |t| {
        let arn = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{MANAGED}/agent/{MARY}");

        assert_eq!(t.root().user(MANAGED, &arn).await["Arn"], json!(arn));
    });
}

#[test]
fn a_user_is_found_in_their_own_instance_only() {
    each_engine(async |t| {
        let answer = t
            .root()
            .call("DescribeUser", json!({"InstanceId": SAML, "UserId": MARY}))
            .await;

        assert_snapshot!(answer, @"
        404 ResourceNotFoundException
        There is no user 87654321-2222-1234-1234-111234567891 in this instance
        ");
    });
}

#[test]
fn the_case_of_an_id_counts() {
    each_engine(async |t| {
        let instance = MANAGED.to_ascii_lowercase();

        let answer = t
            .root()
            .call("DescribeUser", json!({"InstanceId": instance, "UserId": MARY}))
            .await;

        assert_snapshot!(answer, @"
        404 ResourceNotFoundException
        There is no instance a1b2c3d4-5678-90ab-cdef-example11111 in this account and Region
        ");
    });
}
