use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

use super::{make, named};

const DELETE: &str = "DeleteSecurityProfile";

#[test]
fn a_profile_that_no_user_has_is_deleted_and_its_name_is_free() {
    each_engine(async |t| {
        let profile = make(&t, "Team leads", json!({})).await;

        assert_snapshot!(t.root().call(DELETE, profile.clone()).await, @"200");

        for operation in ["DescribeSecurityProfile", DELETE] {
            let answer = t.root().call(operation, profile.clone()).await;
            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        }
        make(&t, "Team leads", json!({})).await;
    });
}

#[test]
fn a_profile_that_a_user_has_is_deleted_once_nobody_has_it() {
    each_engine(async |t| {
        let profile = make(&t, "Team leads", json!({})).await;
        let agent = named(&t, "Agent").await["SecurityProfileId"].take();
        let mut users = Vec::new();
        for username in ["ana", "ben"] {
            let profiles = json!({"SecurityProfileIds": [agent, profile["SecurityProfileId"]]});
            let user = with(t.root().new_user(MANAGED, username).await, profiles);
            let made = t.root().done("CreateUser", user).await;
            users.push(json!({"InstanceId": MANAGED, "UserId": made["UserId"]}));
        }
        assert_snapshot!(t.root().call(DELETE, profile.clone()).await, @"
        409 ResourceInUseException
        The security profile 11111111-1111-4111-8000-00000000001c is in use: give its users another first
        ");

        let other = with(users[0].clone(), json!({"SecurityProfileIds": [agent]}));
        t.root().done("UpdateUserSecurityProfiles", other).await;
        assert_eq!(t.root().call(DELETE, profile.clone()).await.status, 409);
        t.root().done("DeleteUser", users[1].clone()).await;

        assert_eq!(t.root().call(DELETE, profile).await.status, 200);
    });
}

#[test]
fn a_profile_that_came_with_the_instance_stays() {
    each_engine(async |t| {
        for name in ["Admin", "Agent", "CallCenterManager", "QualityAnalyst"] {
            let profile = named(&t, name).await;

            assert_snapshot!(t.root().call(DELETE, profile).await, @"
            403 AccessDeniedException
            This security profile came with the instance and cannot be deleted
            ");
        }
    });
}
