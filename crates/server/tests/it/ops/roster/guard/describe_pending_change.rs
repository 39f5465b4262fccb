use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

use super::pending;

#[test]
fn a_change_is_shown_as_it_is_listed() {
    each_engine(async |t| {
        pending(&t, MANAGED, MARY).await;
        let mary = json!({"InstanceId": MANAGED, "UserId": MARY});

        let shown = t.root().done("roster:DescribePendingChange", mary).await;

        let listed = t.root().all("roster:ListPendingChanges", json!({}), 10).await;
        assert_eq!(json!([shown["PendingChange"]]), json!(listed));
    });
}
