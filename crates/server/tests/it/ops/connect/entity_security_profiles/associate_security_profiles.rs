use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

use super::{all, call, give, had};

const OPERATION: &str = "AssociateSecurityProfiles";

#[test]
fn a_user_gets_more_profiles_each_once() {
    each_engine(async |t| {
        let profiles = all(&t).await;
        give(&t, &profiles[..1]).await;
        let audited = t.audited();

        let answer = call(&t, OPERATION, &profiles[..2], json!({})).await;

        assert_snapshot!(answer, @"200");
        assert_eq!(had(&t).await, json!(profiles[..2]));
        assert_snapshot!(t.audit(audited), @r#"
        AssociateSecurityProfiles on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user SecurityProfileIds: ["11111111-1111-4111-8000-000000000003"] → ["11111111-1111-4111-8000-000000000003","11111111-1111-4111-8000-000000000004"]
        "#);
        let by_id = call(&t, OPERATION, &profiles[2..3], json!({"EntityArn": MARY})).await;
        assert_eq!(by_id.status, 200, "{by_id}");
        assert_eq!(had(&t).await, json!(profiles[..3]));
    });
}

#[test]
fn unknown_profiles_are_all_named_and_nothing_changes() {
    each_engine(async |t| {
        let before = had(&t).await;
        let wanted = [json!("nobody"), json!("00000000-0000-4000-8000-000000000000")];

        assert_snapshot!(call(&t, OPERATION, &wanted, json!({})).await, @"
        400 InvalidParameterException
        SecurityProfiles names nobody, which the instance does not have; SecurityProfiles names 00000000-0000-4000-8000-000000000000, which the instance does not have
        ");
        assert_snapshot!(call(&t, OPERATION, &[], json!({})).await, @"
        400 InvalidParameterException
        SecurityProfiles must have 1 to 10 items, but has 0
        ");
        assert_snapshot!(call(&t, OPERATION, &[], json!({"SecurityProfiles": [{}]})).await, @"
        400 InvalidParameterException
        SecurityProfiles.Id must be in every item
        ");
        assert_eq!(had(&t).await, before);
    });
}

#[test]
fn a_user_has_ten_profiles_at_most() {
    each_engine(async |t| {
        let mut profiles = Vec::new();
        for number in 0..11 {
            let input = json!({"InstanceId": MANAGED, "SecurityProfileName": format!("Team {number}")});
            let made = t.root().done("CreateSecurityProfile", input).await["SecurityProfileId"].take();
            profiles.push(made);
        }
        give(&t, &profiles[..6]).await;

        assert_snapshot!(call(&t, OPERATION, &profiles[5..], json!({})).await, @"
        400 InvalidParameterException
        SecurityProfiles would make 11 security profiles of the user, of which there may be 10 at most
        ");
        let answer = call(&t, OPERATION, &profiles[5..10], json!({})).await;
        assert_eq!(answer.status, 200, "{answer}");
        assert_eq!(had(&t).await, json!(profiles[..10]));
    });
}

#[test]
fn an_entity_is_a_user_of_the_instance() {
    each_engine(async |t| {
        let profiles = all(&t).await;
        let nobody = json!({"EntityArn": "00000000-0000-4000-8000-000000000000"});
        assert_snapshot!(call(&t, OPERATION, &profiles[..1], nobody).await, @"
        404 ResourceNotFoundException
        There is no user 00000000-0000-4000-8000-000000000000 in this instance
        ");
        let agent = json!({
            "EntityType": "AI_AGENT", "EntityArn": "arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b",
        });
        assert_snapshot!(call(&t, OPERATION, &profiles[..1], agent).await, @"
        400 InvalidParameterException
        EntityArn names arn:aws:wisdom:us-east-1:123456789012:ai-agent/a/b, which the instance does not have
        ");
    });
}
