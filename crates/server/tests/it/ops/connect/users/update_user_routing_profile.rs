use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, SAML, each_engine};
use serde_json::json;

#[test]
fn a_user_gets_another_routing_profile_by_id_or_arn() {
    each_engine(async |t| {
        let profiles = t
            .root()
            .all("ListRoutingProfiles", json!({"InstanceId": MANAGED}), 10)
            .await;
        let profile = &profiles[0];
        for reference in [&profile["Id"], &profile["Arn"]] {
            let input = json!({"InstanceId": MANAGED, "UserId": MARY, "RoutingProfileId": reference});
            assert_snapshot!(t.root().call("UpdateUserRoutingProfile", input).await, @"200");
            assert_eq!(
                t.root().user(MANAGED, MARY).await["RoutingProfileId"],
                profile["Id"]
            );
        }
    });
}

#[test]
fn a_routing_profile_of_another_instance_is_refused() {
    each_engine(async |t| {
        let profiles = t
            .root()
            .all("ListRoutingProfiles", json!({"InstanceId": SAML}), 10)
            .await;
        let input = json!({"InstanceId": MANAGED, "UserId": MARY, "RoutingProfileId": profiles[0]["Id"]});
        let before = t.root().user(MANAGED, MARY).await;

        assert_snapshot!(t.root().call("UpdateUserRoutingProfile", input).await, @"
        400 InvalidParameterException
        RoutingProfileId names 11111111-1111-4111-8000-000000000010, which the instance does not have
        ");
        assert_eq!(t.root().user(MANAGED, MARY).await, before);
    });
}
