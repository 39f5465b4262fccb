use roster_testkit::{each_engine, with};
use serde_json::json;

use super::{basic_queue, changed, described};

#[test]
fn a_queue_is_disabled() {
    each_engine(async |t| {
        let disabled = json!({"Status": "DISABLED"});

        changed(&t, "UpdateQueueStatus", [disabled.clone()], disabled).await;
    });
}

#[test]
fn the_basic_queue_is_disabled_and_enabled() {
    each_engine(async |t| {
        let basic = basic_queue(&t).await;
        for status in ["DISABLED", "ENABLED"] {
            let change = with(basic.clone(), json!({"Status": status}));
            t.root().done("UpdateQueueStatus", change).await;

            assert_eq!(described(&t, &basic).await["Status"], status);
        }
    });
}
