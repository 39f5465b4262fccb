use roster_testkit::{MANAGED, MARY, each_engine};
use serde_json::json;

#[test]
fn a_search_finds_a_tag_as_long_as_it_is_there() {
    each_engine(async |t| {
        let arn = t.root().user(MANAGED, MARY).await["Arn"].take();
        let input = json!({
            "InstanceId": MANAGED,
            "SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": "team", "TagValue": "blue"}}},
        });
        let found =
            async || t.root().done("SearchUsers", input.clone()).await["ApproximateTotalCount"].take();
        assert_eq!(found().await, 0);

        t.root()
            .done(
                "TagResource",
                json!({"resourceArn": arn, "tags": {"team": "blue"}}),
            )
            .await;
        assert_eq!(found().await, 1);
        t.root()
            .done("UntagResource", json!({"resourceArn": arn, "tagKeys": ["team"]}))
            .await;
        assert_eq!(found().await, 0);
    });
}
