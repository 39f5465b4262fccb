use insta::assert_snapshot;
use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

#[test]
fn neither_an_account_nor_an_instance_has_traffic_distribution_groups() {
    each_engine(async |t| {
        for input in [json!({}), json!({"InstanceId": MANAGED})] {
            let answer = t.root().done("ListTrafficDistributionGroups", input).await;
            assert_eq!(answer, json!({"TrafficDistributionGroupSummaryList": []}));
        }
    });
}

#[test]
fn groups_of_an_instance_that_is_not_there_are_refused() {
    each_engine(async |t| {
        let nowhere = json!({"InstanceId": "00000000-0000-4000-8000-000000000000"});

        // The operation does not declare ResourceNotFoundException.
        assert_snapshot!(t.root().call("ListTrafficDistributionGroups", nowhere).await, @"
        400 InvalidRequestException
        There is no instance 00000000-0000-4000-8000-000000000000 in this account and Region
        ");
    });
}
