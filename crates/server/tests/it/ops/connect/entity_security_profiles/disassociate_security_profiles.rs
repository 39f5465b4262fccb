use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::{all, call, give, had};

const OPERATION: &str = "DisassociateSecurityProfiles";

#[test]
fn profiles_are_taken_from_a_user_as_far_as_the_user_has_them() {
    each_engine(async |t| {
        let profiles = all(&t).await;
        give(&t, &profiles[..3]).await;
        let audited = t.audited();

        let answer = call(
            &t,
            OPERATION,
            &[profiles[1].clone(), profiles[3].clone()],
            json!({}),
        )
        .await;

        assert_snapshot!(answer, @"200");
        assert_eq!(had(&t).await, json!([profiles[0], profiles[2]]));
        assert_snapshot!(t.audit(audited), @r#"
        DisassociateSecurityProfiles on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user SecurityProfileIds: ["11111111-1111-4111-8000-000000000003","11111111-1111-4111-8000-000000000004","11111111-1111-4111-8000-000000000005"] → ["11111111-1111-4111-8000-000000000003","11111111-1111-4111-8000-000000000005"]
        "#);
    });
}

#[test]
fn a_user_keeps_one_profile_at_least() {
    each_engine(async |t| {
        let profiles = all(&t).await;
        give(&t, &profiles[..2]).await;

        assert_snapshot!(call(&t, OPERATION, &profiles[..2], json!({})).await, @"
        400 InvalidRequestException
        SecurityProfiles would leave the user without security profiles, of which there must be one at least
        ");
        assert_eq!(had(&t).await, json!(profiles[..2]));
    });
}

#[test]
fn a_profile_that_is_taken_from_its_last_user_can_be_deleted() {
    each_engine(async |t| {
        let input = json!({"InstanceId": roster_testkit::MANAGED, "SecurityProfileName": "Team leads"});
        let leads = t.root().done("CreateSecurityProfile", input).await["SecurityProfileId"].take();
        let added = call(
            &t,
            "AssociateSecurityProfiles",
            std::slice::from_ref(&leads),
            json!({}),
        )
        .await;
        assert_eq!(added.status, 200, "{added}");
        let leads_of = json!({"InstanceId": roster_testkit::MANAGED, "SecurityProfileId": leads});
        let answer = t.root().call("DeleteSecurityProfile", leads_of.clone()).await;
        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");

        let answer = call(&t, OPERATION, &[leads], json!({})).await;

        assert_eq!(answer.status, 200, "{answer}");
        t.root().done("DeleteSecurityProfile", leads_of).await;
    });
}
