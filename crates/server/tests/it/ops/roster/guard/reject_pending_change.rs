use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::{Value, json};

use super::pending;

#[test]
fn a_rejected_change_changes_nothing() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;
        let change = json!({"InstanceId": MANAGED, "UserId": MARY, "ChangeId": MARY});

        t.root().done("roster:RejectPendingChange", change).await;

        let info = t.root().user(MANAGED, MARY).await["IdentityInfo"].take();
        assert_eq!(info["Email"], "mary@example.com");
        let listed = t.root().all("roster:ListPendingChanges", json!({}), 10).await;
        assert_eq!(listed, Vec::<Value>::new());
    });
}
