use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

#[test]
fn nobody_is_signed_in_to_handle_contacts() {
    each_engine(async |t| {
        t.root().make_user(MANAGED, "ana").await;
        let input = json!({"InstanceId": MANAGED, "Filters": {"Agents": [MARY]}});

        let answer = t.root().done("GetCurrentUserData", input).await;

        assert_eq!(answer, json!({"UserDataList": [], "ApproximateTotalCount": 0}));
    });
}

#[test]
fn users_are_chosen_by_one_filter_and_by_their_contacts() {
    each_engine(async |t| {
        let ask = async |filters: serde_json::Value| {
            let input = json!({"InstanceId": MANAGED, "Filters": filters});
            t.root().call("GetCurrentUserData", input).await
        };
        for filters in [
            json!({}),
            json!({"ContactFilter": {"ContactStates": ["INCOMING"]}, "Agents": [MARY]}),
        ] {
            assert_eq!(ask(filters).await.status, 200);
        }

        let all = json!({"Agents": [MARY], "Queues": [MARY], "RoutingProfiles": [MARY]});
        assert_snapshot!(ask(all).await, @"
        400 InvalidRequestException
        Filters.RoutingProfiles must be left out with Filters.Queues; Filters.Agents must be left out with Filters.Queues
        ");
    });
}
