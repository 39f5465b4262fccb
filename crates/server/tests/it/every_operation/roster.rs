//! How Roster's own operations succeed.

use roster_testkit::{MANAGED, MARY, Roster};
use serde_json::{Value, json};

use crate::ops::roster::guard::pending;

/// An input with which an operation succeeds.
pub(super) async fn successful(t: &Roster, operation: &str) -> Value {
    match operation {
        "ListPendingChanges" | "ListMails" | "DescribeInstanceSettings" => json!({"InstanceId": MANAGED}),
        "DescribePendingChange" => {
            pending(t, MANAGED, MARY).await;
            json!({"InstanceId": MANAGED, "UserId": MARY})
        }
        "ApprovePendingChange" | "RejectPendingChange" => {
            pending(t, MANAGED, MARY).await;
            json!({"InstanceId": MANAGED, "UserId": MARY, "ChangeId": MARY})
        }
        "DeleteSecondFactor" => {
            crate::second_factors::store(t, MANAGED, MARY).await;
            json!({"InstanceId": MANAGED, "UserId": MARY})
        }
        "EraseAuditRecords" => {
            let id = t.root().make_user(MANAGED, "gone").await;
            let user = json!({"InstanceId": MANAGED, "UserId": id});
            t.root().done("DeleteUser", user.clone()).await;
            user
        }
        "UpdateInstanceSettings" => json!({"InstanceId": MANAGED, "MailLanguage": "de"}),
        "ListAuditRecords" => json!({}),
        "GetMail" | "ResendMail" => json!({"MailId": crate::ops::roster::mail::stored(t).await}),
        other => panic!("say how {other} succeeds"),
    }
}
