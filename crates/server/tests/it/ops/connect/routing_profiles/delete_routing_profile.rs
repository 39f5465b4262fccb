use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

use super::{basic, sales};

#[test]
fn a_deleted_routing_profile_is_gone_and_its_name_free() {
    each_engine(async |t| {
        let first = sales(&t, json!({})).await;

        t.root().done("DeleteRoutingProfile", first.clone()).await;

        let answer = t.root().call("DescribeRoutingProfile", first.clone()).await;
        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
        assert_ne!(sales(&t, json!({})).await, first);
    });
}

#[test]
fn a_routing_profile_that_a_user_has_stays_until_the_user_has_another() {
    each_engine(async |t| {
        let (basic, sales) = (basic(&t).await, sales(&t, json!({})).await);
        let ana = t.root().make_user(MANAGED, "ana").await;
        let give = async |profile: &serde_json::Value| {
            let input = with(profile.clone(), json!({"UserId": ana}));
            t.root().done("UpdateUserRoutingProfile", input).await
        };
        give(&sales).await;

        let answer = t.root().call("DeleteRoutingProfile", sales.clone()).await;

        assert_eq!(answer.error(), Some("ResourceInUseException"), "{answer}");
        let id = sales["RoutingProfileId"].as_str().expect("an id");
        let expected = format!("The routing profile {id} is in use: users have it");
        assert_eq!(answer.message(), expected);
        give(&basic).await;
        t.root().done("DeleteRoutingProfile", sales).await;
    });
}

#[test]
fn the_basic_routing_profile_stays() {
    each_engine(async |t| {
        assert_snapshot!(t.root().call("DeleteRoutingProfile", basic(&t).await).await, @"
        403 AccessDeniedException
        This routing profile came with the instance and cannot be deleted
        ");
    });
}
