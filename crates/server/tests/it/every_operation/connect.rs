//! How the operations of Connect succeed.

use roster_testkit::{MANAGED, MARY, Roster};
use serde_json::{Value, json};

/// An input with which an operation succeeds on the demonstration.
pub(super) async fn successful(t: &Roster, operation: &str) -> Value {
    let of_instance = json!({"InstanceId": MANAGED});
    let of_mary = json!({"InstanceId": MANAGED, "UserId": MARY});
    let first = async |list: &str, member: &str| {
        let items = t.root().all(list, of_instance.clone(), 10).await;
        json!({"InstanceId": MANAGED, member: items[0]["Id"]})
    };
    match operation {
        "CreateInstance" => json!({
            "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "acme",
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        }),
        "ListInstances" => json!({}),
        "CreateUser" => t.root().new_user(MANAGED, "ana").await,
        "DescribeInstance"
        | "DeleteInstance"
        | "ListUsers"
        | "SearchUsers"
        | "ListSecurityProfiles"
        | "ListRoutingProfiles" => of_instance,
        "DescribeUser" | "DeleteUser" => of_mary,
        "UpdateUserIdentityInfo" => {
            let info = json!({"FirstName": "Maria", "LastName": "Major"});
            roster_testkit::with(of_mary, json!({"IdentityInfo": info}))
        }
        "DescribeSecurityProfile" | "ListSecurityProfilePermissions" => {
            first("ListSecurityProfiles", "SecurityProfileId").await
        }
        "DescribeRoutingProfile" => first("ListRoutingProfiles", "RoutingProfileId").await,
        other => panic!("say how {other} succeeds"),
    }
}
