use roster_testkit::{MANAGED, MARY, SAM, each_engine};
use serde_json::json;

use super::pending;

#[test]
fn an_approved_change_is_applied_once() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;
        let change = json!({"InstanceId": MANAGED, "UserId": MARY, "ChangeId": MARY});

        t.root().done("roster:ApprovePendingChange", change.clone()).await;

        let info = t.root().user(MANAGED, MARY).await["IdentityInfo"].take();
        assert_eq!(info["Email"], "maria@example.net");
        let again = t.root().call("roster:ApprovePendingChange", change).await;
        assert_eq!(again.error(), Some("ResourceNotFoundException"), "{again}");
    });
}

#[test]
fn a_change_of_another_id_is_not_found() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;
        let other = json!({"InstanceId": MANAGED, "UserId": MARY, "ChangeId": SAM});

        let answer = t.root().call("roster:ApprovePendingChange", other).await;

        assert_eq!(answer.error(), Some("ResourceNotFoundException"), "{answer}");
    });
}
