use insta::assert_snapshot;
use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{call, described, done, sales};

#[test]
fn a_routing_profile_without_queues_gets_a_name_and_a_description_one_after_the_other() {
    each_engine(async |t| {
        let sales = sales(&t, json!({})).await;
        for change in [json!({"Name": "Shop"}), json!({"Description": "Who buys"})] {
            let before = described(&t, &sales).await;
            t.clock.advance(std::time::Duration::from_mins(1));

            done(&t, "UpdateRoutingProfileName", &sales, change.clone()).await;

            let after = described(&t, &sales).await;
            let time = json!({"LastModifiedTime": after["LastModifiedTime"]});
            assert_ne!(after["LastModifiedTime"], before["LastModifiedTime"]);
            assert_eq!(after, with(with(before, change), time));
        }
    });
}

#[test]
fn a_taken_name_and_nothing_at_all_are_refused() {
    each_engine(async |t| {
        let sales = sales(&t, json!({})).await;

        let taken = json!({"Name": "Basic Routing Profile"});
        assert_snapshot!(call(&t, "UpdateRoutingProfileName", &sales, taken).await, @"
        409 DuplicateResourceException
        There is already a routing profile with this Name
        ");
        assert_snapshot!(call(&t, "UpdateRoutingProfileName", &sales, json!({})).await, @"
        400 InvalidRequestException
        Name or Description is required
        ");
        done(&t, "UpdateRoutingProfileName", &sales, json!({"Name": "Sales"})).await;
    });
}
