use insta::assert_snapshot;
use roster_testkit::{Answer, MANAGED, Roster, SAML, each_engine, in_memory, with};
use serde_json::{Value, json};

use super::{described, make, permissions};

async fn create(t: &Roster, name: &str, more: Value) -> Answer {
    let input = json!({"InstanceId": MANAGED, "SecurityProfileName": name});
    t.root().call("CreateSecurityProfile", with(input, more)).await
}

#[test]
fn a_profile_is_shown_as_it_was_made() {
    each_engine(async |t| {
        let audited = t.audited();
        let input = json!({
            "InstanceId": MANAGED,
            "SecurityProfileName": "Team leads",
            "Description": "Lead a team",
            "Permissions": ["BasicAgentAccess", "Users.View"],
            "Tags": {"team": "red"},
            "AllowedAccessControlTags": {"site": "Lyon"},
            "TagRestrictedResources": ["Queue", "User"],
            "HierarchyRestrictedResources": ["User"],
            "AllowedAccessControlHierarchyGroupId": "11111111-1111-4111-8000-0000000000ff",
            "Applications": [{"Namespace": "wiki", "ApplicationPermissions": ["ACCESS"]}],
            "AllowedFlowModules": [{"Type": "MCP", "FlowModuleId": "1"}],
            "AllowedAIAgents": [{"Arn": "arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b", "Type": "THIRD_PARTY"}],
            "GranularAccessControlConfiguration": {"DataTableAccessControlConfiguration":
                {"PrimaryAttributeAccessControlConfiguration": {"PrimaryAttributeValues":
                    [{"AccessType": "ALLOW", "AttributeName": "country", "Values": ["FR"]}]}}},
        });

        let answer = t.root().call("CreateSecurityProfile", input).await;

        assert_snapshot!(answer, @r#"
        200
        {
          "SecurityProfileId": "11111111-1111-4111-8000-00000000001c",
          "SecurityProfileArn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-00000000001c"
        }
        "#);
        let profile =
            json!({"InstanceId": MANAGED, "SecurityProfileId": answer.json()["SecurityProfileArn"]});
        assert_snapshot!(format!("{:#}", described(&t, &profile).await), @r#"
        {
          "Id": "11111111-1111-4111-8000-00000000001c",
          "OrganizationResourceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
          "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-00000000001c",
          "SecurityProfileName": "Team leads",
          "Description": "Lead a team",
          "Tags": {
            "team": "red"
          },
          "AllowedAccessControlTags": {
            "site": "Lyon"
          },
          "TagRestrictedResources": [
            "Queue",
            "User"
          ],
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1",
          "HierarchyRestrictedResources": [
            "User"
          ],
          "AllowedAccessControlHierarchyGroupId": "11111111-1111-4111-8000-0000000000ff",
          "GranularAccessControlConfiguration": {
            "DataTableAccessControlConfiguration": {
              "PrimaryAttributeAccessControlConfiguration": {
                "PrimaryAttributeValues": [
                  {
                    "AccessType": "ALLOW",
                    "AttributeName": "country",
                    "Values": [
                      "FR"
                    ]
                  }
                ]
              }
            }
          },
          "Type": "CUSTOMER_MANAGED"
        }
        "#);
        assert_eq!(
            permissions(&t, &profile).await,
            ["BasicAgentAccess", "Users.View"]
        );
        assert_snapshot!(t.audit(audited), @r#"
        CreateSecurityProfile on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 by arn:aws:iam::123456789012:root
          security_profile Id: - → "11111111-1111-4111-8000-00000000001c"
          security_profile InstanceId: - → "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
          security_profile Name: - → "Team leads"
          security_profile Description: - → "Lead a team"
          security_profile Permissions: - → ["BasicAgentAccess","Users.View"]
          security_profile Tags.team: - → "red"
          security_profile AllowedAccessControlTags.site: - → "Lyon"
          security_profile TagRestrictedResources: - → ["Queue","User"]
          security_profile HierarchyRestrictedResources: - → ["User"]
          security_profile AllowedAccessControlHierarchyGroupId: - → "11111111-1111-4111-8000-0000000000ff"
          security_profile Applications: - → [{"Namespace":"wiki","ApplicationPermissions":["ACCESS"]}]
          security_profile AllowedFlowModules: - → [{"Type":"MCP","FlowModuleId":"1"}]
          security_profile AllowedAIAgents: - → [{"Arn":"arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b","Type":"THIRD_PARTY"}]
          security_profile GranularAccessControlConfiguration.DataTableAccessControlConfiguration.PrimaryAttributeAccessControlConfiguration.PrimaryAttributeValues: - → [{"AccessType":"ALLOW","AttributeName":"country","Values":["FR"]}]
        "#);
    });
}

#[test]
fn a_name_is_all_that_a_profile_needs() {
    each_engine(async |t| {
        let profile = make(&t, "Guests", json!({})).await;

        assert_snapshot!(format!("{:#}", described(&t, &profile).await), @r#"
        {
          "Id": "11111111-1111-4111-8000-00000000001c",
          "OrganizationResourceId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
          "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-00000000001c",
          "SecurityProfileName": "Guests",
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1",
          "Type": "CUSTOMER_MANAGED"
        }
        "#);
        assert_eq!(permissions(&t, &profile).await, [Value::Null; 0]);
    });
}

#[test]
fn the_name_of_a_profile_is_unique_within_its_instance_and_its_case_counts() {
    each_engine(async |t| {
        make(&t, "Team leads", json!({})).await;

        for name in ["Team leads", "Admin"] {
            assert_snapshot!(create(&t, name, json!({})).await, @"
            409 DuplicateResourceException
            There is already a security profile with this SecurityProfileName
            ");
        }
        for (instance, name) in [(MANAGED, "team leads"), (MANAGED, "admin"), (SAML, "Team leads")] {
            let answer = create(&t, name, json!({"InstanceId": instance})).await;
            assert_eq!(answer.status, 200, "{name}: {answer}");
        }
    });
}

#[test]
fn names_of_profiles_have_the_documented_form() {
    in_memory(async |t| {
        assert_eq!(create(&t, "Team leads_2 @Lyon-B", json!({})).await.status, 200);
        assert_snapshot!(create(&t, "Chefs d'équipe", json!({})).await, @"
        400 InvalidParameterException
        SecurityProfileName must be letters, digits, spaces and any of _ @ -
        ");
    });
}

#[test]
fn permissions_that_are_unknown_are_kept_and_each_counts_once() {
    each_engine(async |t| {
        let given = json!({"Permissions": ["Unheard.Of", "Users.View", "Unheard.Of"]});

        let profile = make(&t, "Team leads", given).await;

        assert_eq!(permissions(&t, &profile).await, ["Unheard.Of", "Users.View"]);
    });
}

#[test]
fn a_user_can_be_given_a_new_profile() {
    each_engine(async |t| {
        let profile = make(&t, "Team leads", json!({})).await;
        let id = &profile["SecurityProfileId"];
        let user = with(
            t.root().new_user(MANAGED, "ana").await,
            json!({"SecurityProfileIds": [id]}),
        );

        let made = t.root().done("CreateUser", user).await;

        let ana = t
            .root()
            .user(MANAGED, made["UserId"].as_str().expect("an id"))
            .await;
        assert_eq!(ana["SecurityProfileIds"], json!([id]));
    });
}
