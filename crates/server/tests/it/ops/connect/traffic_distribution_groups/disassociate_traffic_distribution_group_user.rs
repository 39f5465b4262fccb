use roster_testkit::{MANAGED, MARY, in_memory};
use serde_json::json;

#[test]
fn there_is_no_group_to_remove_a_user_from() {
    in_memory(async |t| {
        let id = "00000000-0000-4000-8000-000000000000";
        let arn = format!("arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/{id}");
        for group in [id, &arn] {
            let input = json!({"TrafficDistributionGroupId": group, "InstanceId": MANAGED, "UserId": MARY});

            let answer = t
                .root()
                .call("DisassociateTrafficDistributionGroupUser", input)
                .await;

            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
            assert!(answer.message().contains(group), "{answer}");
        }
    });
}
