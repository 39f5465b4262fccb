use roster_testkit::{MANAGED, each_engine, with};
use serde_json::json;

#[test]
fn hours_have_no_overrides_and_the_time_of_their_last_change() {
    each_engine(async |t| {
        let of_instance = json!({"InstanceId": MANAGED});
        let hours = t
            .root()
            .all("ListHoursOfOperations", of_instance.clone(), 10)
            .await;
        let named = with(of_instance, json!({"HoursOfOperationId": hours[0]["Id"]}));

        let answer = t.root().done("ListHoursOfOperationOverrides", named).await;

        let expected = json!({
            "HoursOfOperationOverrideList": [],
            "LastModifiedTime": hours[0]["LastModifiedTime"], "LastModifiedRegion": "us-east-1",
        });
        assert_eq!(answer, expected);
    });
}
