mod associate_traffic_distribution_group_user;
mod disassociate_traffic_distribution_group_user;
mod list_traffic_distribution_groups;

use roster_testkit::{MANAGED, MARY, in_memory};
use serde_json::json;

/// Checks that an operation on a user of a group finds no group, by id or ARN.
fn finds_no_group(operation: &str) {
    in_memory(async |t| {
        let id = "00000000-0000-4000-8000-000000000000";
        let arn = format!("arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/{id}");
        for group in [id, &arn] {
            let input = json!({"TrafficDistributionGroupId": group, "InstanceId": MANAGED, "UserId": MARY});

            let answer = t.root().call(operation, input).await;

            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
            assert!(answer.message().contains(group), "{answer}");
        }
    });
}
