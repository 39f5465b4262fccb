use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, SAML, each_engine, with};
use serde_json::{Value, json};

/// The input for a profile of the `CONNECT_MANAGED` instance, by name.
async fn of_profile(t: &Roster, name: &str) -> Value {
    let profiles = t
        .root()
        .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
        .await;
    let found = profiles.iter().find(|profile| profile["Name"] == name);
    json!({"InstanceId": MANAGED, "SecurityProfileId": found.expect("a profile")["Id"]})
}

#[test]
fn the_permissions_of_an_agent_are_listed() {
    each_engine(async |t| {
        let agent = of_profile(&t, "Agent").await;

        assert_snapshot!(t.root().call("ListSecurityProfilePermissions", agent).await, @r#"
        200
        {
          "Permissions": [
            "BasicAgentAccess",
            "OutboundCallAccess"
          ],
          "LastModifiedTime": 1795256130.0,
          "LastModifiedRegion": "us-east-1"
        }
        "#);
    });
}

#[test]
fn pages_of_any_size_join_without_gap_or_overlap() {
    each_engine(async |t| {
        let manager = of_profile(&t, "CallCenterManager").await;
        let all = t
            .root()
            .all("ListSecurityProfilePermissions", manager.clone(), 1000)
            .await;
        assert!(all.len() > 40, "{all:?}");

        for size in [1, 7, all.len() - 1, all.len()] {
            let pages = t
                .root()
                .all("ListSecurityProfilePermissions", manager.clone(), size)
                .await;
            assert_eq!(pages, all, "{size}");
        }
    });
}

#[test]
fn an_admin_may_do_all_that_others_may() {
    each_engine(async |t| {
        let permissions = async |name: &str| {
            let input = of_profile(&t, name).await;
            t.root().all("ListSecurityProfilePermissions", input, 100).await
        };
        let admin = permissions("Admin").await;

        for other in ["Agent", "CallCenterManager", "QualityAnalyst"] {
            for permission in permissions(other).await {
                assert!(admin.contains(&permission), "{other} {permission}");
            }
        }
    });
}

#[test]
fn a_token_of_another_profile_is_refused() {
    each_engine(async |t| {
        let manager = with(
            of_profile(&t, "CallCenterManager").await,
            json!({"MaxResults": 1}),
        );
        let token = t.root().done("ListSecurityProfilePermissions", manager).await["NextToken"].take();
        let admin = with(of_profile(&t, "Admin").await, json!({"NextToken": token}));

        assert_snapshot!(t.root().call("ListSecurityProfilePermissions", admin).await, @"
        400 InvalidParameterException
        NextToken was not given out for this list: take it from the page before, unchanged
        ");
    });
}

#[test]
fn a_profile_is_looked_for_in_its_own_instance() {
    each_engine(async |t| {
        let elsewhere = with(of_profile(&t, "Agent").await, json!({"InstanceId": SAML}));

        assert_snapshot!(t.root().call("ListSecurityProfilePermissions", elsewhere).await, @"
        404 ResourceNotFoundException
        There is no security profile 11111111-1111-4111-8000-000000000004 in this instance
        ");
    });
}
