use insta::assert_snapshot;
use roster_testkit::each_engine;
use serde_json::json;

use super::{call, described, done, sales};

#[test]
fn users_count_as_idle_from_another_time() {
    each_engine(async |t| {
        let sales = sales(&t, json!({})).await;
        for timer in ["TIME_SINCE_LAST_INBOUND", "TIME_SINCE_LAST_ACTIVITY"] {
            let change = json!({"AgentAvailabilityTimer": timer});

            done(&t, "UpdateRoutingProfileAgentAvailabilityTimer", &sales, change).await;

            assert_eq!(described(&t, &sales).await["AgentAvailabilityTimer"], timer);
        }
    });
}

#[test]
fn there_are_two_timers() {
    each_engine(async |t| {
        let sales = sales(&t, json!({})).await;
        let change = json!({"AgentAvailabilityTimer": "NEVER"});

        let answer = call(&t, "UpdateRoutingProfileAgentAvailabilityTimer", &sales, change).await;

        assert_snapshot!(answer, @"
        400 InvalidParameterException
        AgentAvailabilityTimer must be one of TIME_SINCE_LAST_ACTIVITY, TIME_SINCE_LAST_INBOUND
        ");
    });
}
