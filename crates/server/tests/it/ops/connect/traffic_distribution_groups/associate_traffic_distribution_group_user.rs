use roster_testkit::{MANAGED, MARY, in_memory};
use serde_json::json;

#[test]
fn there_is_no_group_to_add_a_user_to() {
    in_memory(async |t| {
        let id = "00000000-0000-4000-8000-000000000000";
        let arn = format!("arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/{id}");
        for group in [id, &arn] {
            let input = json!({"TrafficDistributionGroupId": group, "InstanceId": MANAGED, "UserId": MARY});

            let answer = t
                .root()
                .call("AssociateTrafficDistributionGroupUser", input)
                .await;

            assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
            assert!(answer.message().contains(group), "{answer}");
        }
    });
}
