use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::{Value, json};

fn input(profiles: &Value) -> Value {
    json!({"InstanceId": MANAGED, "UserId": MARY, "SecurityProfileIds": profiles})
}

#[test]
fn the_profiles_are_replaced_each_once() {
    each_engine(async |t| {
        let profiles = t
            .root()
            .all("ListSecurityProfiles", json!({"InstanceId": MANAGED}), 10)
            .await;
        let (one, other) = (&profiles[0], &profiles[1]);
        let audited = t.audited();

        let wanted = json!([one["Id"], other["Arn"], one["Arn"]]);
        assert_snapshot!(t.root().call("UpdateUserSecurityProfiles", input(&wanted)).await, @"200");

        let user = t.root().user(MANAGED, MARY).await;
        assert_eq!(user["SecurityProfileIds"], json!([one["Id"], other["Id"]]));
        assert_snapshot!(t.audit(audited), @r#"
        UpdateUserSecurityProfiles on arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/agent/87654321-2222-1234-1234-111234567891 by arn:aws:iam::123456789012:root
          user SecurityProfileIds: ["11111111-1111-4111-8000-000000000004"] → ["11111111-1111-4111-8000-000000000003","11111111-1111-4111-8000-000000000004"]
        "#);
    });
}

#[test]
fn unknown_profiles_are_all_named_and_nothing_changes() {
    each_engine(async |t| {
        let before = t.root().user(MANAGED, MARY).await;
        let wanted = json!(["nobody", "00000000-0000-4000-8000-000000000000"]);

        assert_snapshot!(t.root().call("UpdateUserSecurityProfiles", input(&wanted)).await, @"
        400 InvalidParameterException
        SecurityProfileIds names nobody, which the instance does not have; SecurityProfileIds names 00000000-0000-4000-8000-000000000000, which the instance does not have
        ");
        assert_snapshot!(t.root().call("UpdateUserSecurityProfiles", input(&json!([]))).await, @"
        400 InvalidParameterException
        SecurityProfileIds must have 1 to 10 items, but has 0
        ");
        assert_eq!(t.root().user(MANAGED, MARY).await, before);
    });
}
