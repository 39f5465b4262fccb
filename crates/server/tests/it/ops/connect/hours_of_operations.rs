mod create_hours_of_operation;
mod delete_hours_of_operation;
mod describe_hours_of_operation;
mod list_hours_of_operation_overrides;
mod list_hours_of_operations;
mod search_hours_of_operations;
mod update_hours_of_operation;

use roster_testkit::{Answer, MANAGED, Roster, with};
use serde_json::{Value, json};

/// Hours of one day.
fn hours(day: &str, start: [i32; 2], end: [i32; 2]) -> Value {
    let time = |[hours, minutes]: [i32; 2]| json!({"Hours": hours, "Minutes": minutes});
    json!({"Day": day, "StartTime": time(start), "EndTime": time(end)})
}

/// Creates the hours `Office`, with some members replaced.
async fn create_office(t: &Roster, replaced: Value) -> Answer {
    let office = json!({
        "InstanceId": MANAGED, "Name": "Office", "TimeZone": "Europe/Berlin",
        "Config": [hours("MONDAY", [8, 0], [12, 30]), hours("MONDAY", [13, 15], [18, 0])],
    });
    t.root()
        .call("CreateHoursOfOperation", with(office, replaced))
        .await
}

/// Creates the hours `Office`; gives what names them.
async fn office(t: &Roster) -> Value {
    let id = create_office(t, json!({})).await.json()["HoursOfOperationId"].take();
    json!({"InstanceId": MANAGED, "HoursOfOperationId": id})
}

/// The hours that come with the managed instance.
async fn basic(t: &Roster) -> Value {
    let listed = t
        .root()
        .all("ListHoursOfOperations", json!({"InstanceId": MANAGED}), 10)
        .await;
    let basic = listed.iter().find(|hours| hours["Name"] == "Basic Hours");
    json!({"InstanceId": MANAGED, "HoursOfOperationId": basic.expect("Basic Hours")["Id"]})
}

/// What `DescribeHoursOfOperation` says of hours.
async fn described(t: &Roster, hours: &Value) -> Value {
    let mut answer = t.root().done("DescribeHoursOfOperation", hours.clone()).await;
    answer["HoursOfOperation"].take()
}
