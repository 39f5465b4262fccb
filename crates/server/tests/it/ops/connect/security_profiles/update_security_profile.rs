use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine, with};
use serde_json::{Value, json};

use super::{described, make, named, permissions};
use crate::takeover::{NEW, enforcing, only_waiting, set_address};

#[test]
fn what_a_request_leaves_out_stays() {
    each_engine(async |t| {
        let held = json!({
            "Description": "Lead a team", "Permissions": ["Users.View"], "Tags": {"team": "red"},
            "TagRestrictedResources": ["User"], "AllowedAccessControlTags": {"site": "Lyon"},
            "Applications": [{"Namespace": "wiki"}],
        });
        let profile = make(&t, "Team leads", held).await;
        let before = described(&t, &profile).await;
        t.clock.advance(Duration::from_mins(1));
        let audited = t.audited();
        let changes = json!({"Description": "Lead", "AllowedAccessControlTags": {}});

        let answer = t
            .root()
            .call("UpdateSecurityProfile", with(profile.clone(), changes.clone()))
            .await;

        assert_snapshot!(answer, @"200");
        let after = described(&t, &profile).await;
        let stamp = json!({"LastModifiedTime": 1_795_256_190.0});
        assert_eq!(after, with(before, with(changes, stamp)));
        assert_eq!(permissions(&t, &profile).await, ["Users.View"]);
        let applications = t.root().all("ListSecurityProfileApplications", profile, 10).await;
        assert_eq!(applications, [json!({"Namespace": "wiki"})]);
        assert_snapshot!(t.audit(audited), @r#"
        UpdateSecurityProfile on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/security-profile/11111111-1111-4111-8000-00000000001c by arn:aws:iam::123456789012:root
          security_profile Description: "Lead a team" → "Lead"
          security_profile AllowedAccessControlTags.site: "Lyon" → -
        "#);
    });
}

#[test]
fn permissions_replace_those_there_were() {
    each_engine(async |t| {
        let profile = make(
            &t,
            "Team leads",
            json!({"Permissions": ["Users.View", "Queues.View"]}),
        )
        .await;
        for (given, expected) in [
            (
                json!(["Users.Edit", "Users.View", "Users.Edit"]),
                vec!["Users.Edit", "Users.View"],
            ),
            (json!([]), vec![]),
        ] {
            let changes = json!({"Permissions": given});

            t.root()
                .done("UpdateSecurityProfile", with(profile.clone(), changes))
                .await;

            assert_eq!(permissions(&t, &profile).await, expected);
        }
    });
}

#[test]
fn a_profile_that_came_with_the_instance_can_be_changed() {
    each_engine(async |t| {
        let agent = named(&t, "Agent").await;
        let changes = json!({"Permissions": ["BasicAgentAccess"], "Description": "Takes calls"});

        t.root()
            .done("UpdateSecurityProfile", with(agent.clone(), changes))
            .await;

        let described = described(&t, &agent).await;
        assert_eq!(described["Description"], "Takes calls");
        assert_eq!(described["Type"], "AWS_MANAGED");
        assert_eq!(permissions(&t, &agent).await, ["BasicAgentAccess"]);
    });
}

/// For what the steps of a change of Mary's address wait.
async fn steps(t: &roster_testkit::Roster) -> Value {
    set_address(&t.root(), NEW).await;
    let steps = only_waiting(t).await["WaitsFor"].take();
    set_address(&t.root(), crate::takeover::OLD).await;
    steps
}

#[test]
fn a_profile_that_is_changed_to_edit_users_guards_the_addresses_of_its_users_at_once() {
    enforcing().each_engine(async |t| {
        let profile = make(&t, "Team leads", json!({"Permissions": ["Users.View"]})).await;
        let id = &profile["SecurityProfileId"];
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY, "SecurityProfileIds": [id]});
        t.root().done("UpdateUserSecurityProfiles", mary).await;
        assert_eq!(steps(&t).await, json!(["CONFIRMATION"]));
        let editing = json!({"Permissions": ["Users.View", "Users.Edit"]});

        t.root()
            .done("UpdateSecurityProfile", with(profile.clone(), editing))
            .await;

        assert_eq!(steps(&t).await, json!(["APPROVAL", "CONFIRMATION"]));
        let viewing = json!({"Permissions": ["Users.View"]});
        t.root()
            .done("UpdateSecurityProfile", with(profile, viewing))
            .await;
        assert_eq!(steps(&t).await, json!(["CONFIRMATION"]));
    });
}
