use roster_testkit::{MANAGED, each_engine};
use serde_json::json;

use super::{create_office, office};

#[test]
fn hours_are_listed_by_name() {
    each_engine(async |t| {
        office(&t).await;
        create_office(&t, json!({"Name": "Always"})).await;

        let listed = t
            .root()
            .all("ListHoursOfOperations", json!({"InstanceId": MANAGED}), 2)
            .await;

        let names: Vec<_> = listed.iter().map(|hours| &hours["Name"]).collect();
        assert_eq!(names, ["Always", "Basic Hours", "Office"]);
    });
}
