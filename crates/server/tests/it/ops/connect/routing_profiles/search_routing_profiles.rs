use insta::assert_snapshot;
use roster_testkit::{MANAGED, Roster, each_engine, with};
use serde_json::{Value, json};

use super::{basic, config, described, queue, reference, sales};

/// The names that a search finds.
async fn found(t: &Roster, search: Value) -> Vec<String> {
    let input = with(json!({"InstanceId": MANAGED}), search);
    let found = t.root().all("SearchRoutingProfiles", input, 1).await;
    let names = found
        .iter()
        .map(|profile| profile["Name"].as_str().expect("a name").to_owned());
    names.collect()
}

fn text(field: &str, comparison: &str, value: &Value) -> Value {
    let condition = json!({"FieldName": field, "ComparisonType": comparison, "Value": value});
    json!({"SearchCriteria": {"StringCondition": condition}})
}

#[test]
fn routing_profiles_are_found_by_every_field_and_by_tags() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let configs = json!([config(&shop, "VOICE", 1, 0), config(&help, "VOICE", 1, 0)]);
        let sales = sales(&t, json!({"QueueConfigs": configs, "Tags": {"site": "Lyon"}})).await;
        let basic = basic(&t).await;

        for (search, expected) in [
            (json!({}), &["Basic Routing Profile", "Sales"][..]),
            (
                text("name", "CONTAINS", &json!("routing")),
                &["Basic Routing Profile"],
            ),
            (text("description", "STARTS_WITH", &json!("who")), &["Sales"]),
            (
                text("resourceID", "EXACT", &basic["RoutingProfileId"]),
                &["Basic Routing Profile"],
            ),
            (text("associatedQueueIds", "EXACT", &help["QueueId"]), &["Sales"]),
            (text("associatedQueueIds", "EXACT", &shop["QueueId"]), &["Sales"]),
            (
                text("associatedQueueIds", "EXACT", &sales["RoutingProfileId"]),
                &[],
            ),
            (
                json!({"SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": "site", "TagValue": "Lyon"}}}}),
                &["Sales"],
            ),
        ] {
            assert_eq!(found(&t, search.clone()).await, expected, "{search}");
        }
    });
}

#[test]
fn a_search_shows_queues_and_users_but_neither_times_nor_timers() {
    each_engine(async |t| {
        let (help, shop) = (queue(&t, "Help").await, queue(&t, "Shop").await);
        let configs = json!({
            "QueueConfigs": [config(&shop, "CHAT", 1, 0), config(&help, "CHAT", 1, 0), config(&help, "VOICE", 1, 0)],
            "ManualAssignmentQueueConfigs": [{"QueueReference": reference(&shop, "CHAT")}],
        });
        let sales = sales(&t, configs).await;
        let ana = t.root().make_user(MANAGED, "ana").await;
        let given = with(sales.clone(), json!({"UserId": ana}));
        t.root().done("UpdateUserRoutingProfile", given).await;

        let input = with(
            text("name", "EXACT", &json!("Sales")),
            json!({"InstanceId": MANAGED}),
        );
        let found = t.root().done("SearchRoutingProfiles", input).await;

        let shown = json!({
            "AssociatedQueueIds": [help["QueueId"], shop["QueueId"]],
            "AssociatedManualAssignmentQueueIds": [shop["QueueId"]],
            "MediaConcurrencies": [
                {"Channel": "VOICE", "Concurrency": 1}, {"Channel": "CHAT", "Concurrency": 10},
            ],
            "AgentAvailabilityTimer": null, "LastModifiedTime": null, "LastModifiedRegion": null,
        });
        let expected = with(described(&t, &sales).await, shown);
        assert_eq!(expected["NumberOfAssociatedUsers"], 1);
        assert_eq!(found["RoutingProfiles"], json!([expected]));
        assert_eq!(found["ApproximateTotalCount"], 1);
    });
}

#[test]
fn an_unknown_field_is_refused() {
    each_engine(async |t| {
        let input = with(
            text("Name", "EXACT", &json!("Sales")),
            json!({"InstanceId": MANAGED}),
        );

        assert_snapshot!(t.root().call("SearchRoutingProfiles", input).await, @"
        400 InvalidRequestException
        SearchCriteria.StringCondition.FieldName must be one of associatedQueueIds, name, description, resourceID
        ");
    });
}
