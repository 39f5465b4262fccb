use std::time::{Duration, SystemTime};

use roster_model::shapes::Timestamp;
use roster_testkit::{MANAGED, MARY, Roster, each_engine, in_memory, with};
use serde_json::{Value, json};

/// The events of all pages, in the order in which they are given.
async fn looked_up(t: &Roster, input: Value) -> Vec<Value> {
    t.root().all("cloudtrail:LookupEvents", input, 3).await
}

async fn rename(t: &Roster, last_name: &str) {
    let info = json!({"FirstName": "Mary", "LastName": last_name});
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
    t.root().done("UpdateUserIdentityInfo", input).await;
}

fn by(key: &str, value: &str) -> Value {
    json!({"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]})
}

fn names(events: &[Value]) -> Vec<&str> {
    let names = events
        .iter()
        .map(|event| event["EventName"].as_str().expect("a name"));
    names.collect()
}

#[test]
fn what_was_done_is_looked_up_the_newest_first() {
    each_engine(async |t| {
        rename(&t, "Major").await;
        t.clock.advance(Duration::from_secs(1));
        t.root()
            .call("DeleteUser", json!({"InstanceId": MANAGED, "UserId": MARY}))
            .await;

        let events = looked_up(&t, json!({})).await;

        assert_eq!(
            names(&events),
            ["DeleteUser", "UpdateUserIdentityInfo", "Unknown"]
        );
        let event = &events[1];
        let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}/agent/{MARY}");
        assert_eq!(event["ReadOnly"], "false");
        assert_eq!(event["Username"], "root");
        assert_eq!(event["AccessKeyId"], "AKIA123456789012ROOT");
        assert_eq!(event["EventSource"], "connect.amazonaws.com");
        assert_eq!(event["EventTime"], 1_795_256_130.0);
        assert_eq!(
            event["Resources"],
            json!([{"ResourceType": "AWS::Connect::User", "ResourceName": arn}])
        );
        let record = event["CloudTrailEvent"].as_str().expect("a text");
        let record: Value = serde_json::from_str(record).expect("JSON");
        assert_eq!(record["eventID"], event["EventId"]);
        assert_eq!(
            record["requestParameters"],
            json!({
                "IdentityInfo": {"FirstName": "***", "LastName": "***"},
                "UserId": MARY,
                "InstanceId": MANAGED,
            })
        );
    });
}

#[test]
fn events_are_looked_up_by_each_attribute() {
    in_memory(async |t| {
        rename(&t, "Major").await;
        let nobody = json!({"InstanceId": MANAGED, "UserId": "11111111-2222-3333-4444-555555555555"});
        t.root().call("DescribeUser", nobody).await;
        let (update, read) = ("UpdateUserIdentityInfo", "DescribeUser");
        let events = looked_up(&t, json!({})).await;
        let id = events[1]["EventId"].as_str().expect("an id").to_owned();
        let arn = events[1]["Resources"][0]["ResourceName"]
            .as_str()
            .expect("an ARN")
            .to_owned();

        for (key, value, found) in [
            ("EventId", &*id, vec![update]),
            ("EventName", update, vec![update]),
            ("EventName", "DeleteUser", vec![]),
            ("ReadOnly", "true", vec![read]),
            ("Username", "root", vec![read, update]),
            ("Username", "ana", vec![]),
            ("ResourceType", "AWS::Connect::User", vec![read, update]),
            ("ResourceName", &arn, vec![update]),
            ("ResourceName", MARY, vec![update]),
            ("EventSource", "iam.amazonaws.com", vec![]),
            ("AccessKeyId", "AKIA123456789012ROOT", vec![read, update]),
        ] {
            let events = looked_up(&t, by(key, value)).await;
            assert_eq!(names(&events), found, "{key} {value}");
        }
    });
}

#[test]
fn a_stretch_of_time_holds_both_its_ends() {
    in_memory(async |t| {
        let start = 1_795_256_130;
        for second in 0..5 {
            rename(&t, &format!("Number {second}")).await;
            t.clock.advance(Duration::from_secs(1));
        }
        let input = with(
            by("EventName", "UpdateUserIdentityInfo"),
            json!({"StartTime": start + 1, "EndTime": start + 3}),
        );

        let events = looked_up(&t, input).await;

        let times: Vec<_> = events.iter().map(|event| event["EventTime"].as_f64()).collect();
        assert_eq!(times, [3, 2, 1].map(|second| Some(f64::from(start + second))));
    });
}

#[test]
fn a_long_trail_is_looked_through_a_part_at_a_time() {
    in_memory(async |t| {
        rename(&t, "First").await;
        t.clock.advance(Duration::from_hours(1));
        for _ in 0..5_000 {
            t.root()
                .call("DeleteUser", json!({"InstanceId": MANAGED, "UserId": "?"}))
                .await;
        }
        let input = by("EventName", "UpdateUserIdentityInfo");

        let first = t.root().done("cloudtrail:LookupEvents", input.clone()).await;
        let token = json!({"NextToken": first["NextToken"]});
        let second = t.root().done("cloudtrail:LookupEvents", with(input, token)).await;

        assert_eq!(first["Events"], json!([]));
        assert_eq!(
            names(second["Events"].as_array().expect("events")),
            ["UpdateUserIdentityInfo"]
        );
        assert_eq!(second.get("NextToken"), None);
        let long_ago = with(
            by("EventName", "UpdateUserIdentityInfo"),
            json!({"EndTime": 1_795_256_131}),
        );
        let found = t.root().done("cloudtrail:LookupEvents", long_ago).await;
        assert_eq!(
            names(found["Events"].as_array().expect("events")),
            ["UpdateUserIdentityInfo"],
            "what was at a known time is found at once"
        );
    });
}

#[test]
fn other_accounts_and_regions_are_not_shown() {
    in_memory(async |t| {
        rename(&t, "Major").await;

        for elsewhere in [t.stranger(), t.root().in_region("eu-west-2")] {
            let found = elsewhere.done("cloudtrail:LookupEvents", json!({})).await;
            assert_eq!(found["Events"], json!([]));
        }
    });
}

#[test]
fn there_are_no_events_of_insight() {
    in_memory(async |t| {
        let found = t
            .root()
            .done("cloudtrail:LookupEvents", json!({"EventCategory": "insight"}))
            .await;

        assert_eq!(found, json!({"Events": []}));
    });
}

#[test]
fn what_cannot_be_looked_up_is_refused_as_cloudtrail_does() {
    in_memory(async |t| {
        let attribute = json!({"AttributeKey": "EventName", "AttributeValue": "DeleteUser"});
        let first = t
            .root()
            .done("cloudtrail:LookupEvents", json!({"MaxResults": 1}))
            .await;
        for (input, code) in [
            (
                json!({"LookupAttributes": [attribute, attribute]}),
                "InvalidLookupAttributesException",
            ),
            (by("Colour", "blue"), "InvalidLookupAttributesException"),
            (json!({"StartTime": 2, "EndTime": 1}), "InvalidTimeRangeException"),
            (json!({"MaxResults": 51}), "InvalidMaxResultsException"),
            (json!({"NextToken": "mine"}), "InvalidNextTokenException"),
            (json!({"EventCategory": "data"}), "InvalidEventCategoryException"),
        ] {
            let answer = t.root().call("cloudtrail:LookupEvents", input.clone()).await;
            assert_eq!((answer.status, answer.error()), (400, Some(code)), "{input}");
        }
        assert_eq!(first.get("NextToken"), None, "one event makes one page");
    });
}

#[test]
fn a_token_is_good_for_its_own_question_only() {
    in_memory(async |t| {
        rename(&t, "Major").await;
        let first = t
            .root()
            .done("cloudtrail:LookupEvents", json!({"MaxResults": 1}))
            .await;
        let input = with(
            by("EventName", "DeleteUser"),
            json!({"NextToken": first["NextToken"]}),
        );

        let answer = t.root().call("cloudtrail:LookupEvents", input).await;

        assert_eq!(answer.error(), Some("InvalidNextTokenException"));
    });
}

/// The last names that were set, the newest first.
fn last_names(t: &Roster, events: &[Value]) -> Vec<String> {
    let audit = t.audit(0);
    let of_event = |event: &Value| {
        let record = event["CloudTrailEvent"].as_str().expect("a text");
        let record: Value = serde_json::from_str(record).expect("JSON");
        let found = audit
            .iter()
            .find(|audited| record["requestID"] == *audited.request_id);
        let change = found
            .expect("a record")
            .changes
            .iter()
            .find(|change| change.member == "IdentityInfo.LastName");
        change
            .and_then(|change| change.after.as_ref()?.as_str())
            .expect("a name")
            .to_owned()
    };
    events.iter().map(of_event).collect()
}

/// The last names of the renamings between two times, in seconds since 1970.
async fn renamed_between(t: &Roster, start: i64, end: Option<i64>) -> Vec<String> {
    let mut input = with(
        by("EventName", "UpdateUserIdentityInfo"),
        json!({"StartTime": start}),
    );
    if let Some(end) = end {
        input["EndTime"] = end.into();
    }
    let events = looked_up(t, input).await;
    last_names(t, &events)
}

const START: i64 = 1_795_256_130;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn set_clock(t: &Roster, seconds: i64) {
    let since = Duration::from_secs(seconds.unsigned_abs());
    t.clock.set(SystemTime::UNIX_EPOCH + since);
}

#[test]
fn a_clock_that_is_set_back_hides_no_event() {
    each_engine(async |t| {
        rename(&t, "Before").await;
        set_clock(&t, START - 2 * HOUR);
        rename(&t, "Back").await;
        t.clock.advance(Duration::from_secs(1));
        rename(&t, "Later").await;
        let (all, back) = (["Later", "Back", "Before"], ["Later", "Back"]);

        // A poller with the right time asks for the last two minutes.
        assert_eq!(renamed_between(&t, START - 120, None).await, all);
        assert_eq!(renamed_between(&t, START - 120, Some(START)).await, all);
        // So does a poller with the server's time.
        let now = START - 2 * HOUR + 1;
        assert_eq!(renamed_between(&t, now - 120, Some(now)).await, back);
        assert_eq!(renamed_between(&t, now - 120, Some(now - 1)).await, ["Back"]);
        set_clock(&t, START + 60);
        rename(&t, "Mended").await;
        assert_eq!(renamed_between(&t, START - 120, Some(START)).await, all);
        assert_eq!(renamed_between(&t, START + 1, Some(START + 60)).await, ["Mended"]);
    });
}

#[test]
fn a_clock_that_is_set_forward_and_back_hides_no_event() {
    each_engine(async |t| {
        rename(&t, "Before").await;
        set_clock(&t, START + DAY);
        rename(&t, "Ahead").await;
        set_clock(&t, START + 10);
        rename(&t, "First").await;
        t.clock.advance(Duration::from_secs(10));
        rename(&t, "Second").await;
        let all = ["Second", "First", "Ahead", "Before"];

        let now = START + 20;
        assert_eq!(renamed_between(&t, now - 120, None).await, all);
        assert_eq!(
            renamed_between(&t, now - 120, Some(now)).await,
            ["Second", "First", "Before"]
        );
        assert_eq!(
            renamed_between(&t, now - 120, Some(START + 10)).await,
            ["First", "Before"]
        );
        set_clock(&t, START + DAY + 60);
        assert_eq!(renamed_between(&t, START, Some(START)).await, ["Before"]);
        let caught_up = renamed_between(&t, START + 1, Some(START + DAY + 60)).await;
        assert_eq!(caught_up, ["Second", "First", "Ahead"]);
    });
}

#[test]
fn a_record_shows_when_its_request_arrived_and_was_decided_by_the_clock() {
    each_engine(async |t| {
        rename(&t, "Before").await;
        set_clock(&t, START - 2 * HOUR);
        rename(&t, "Back").await;

        let stored = t.stored_audit();
        let record = stored.iter().flat_map(|stored| stored.iter()).last();

        // An audit in memory cannot be read beside its engine.
        let Some(record) = record else { return };
        let seconds = |time: Timestamp| time.milliseconds / 1000;
        assert_eq!(seconds(record.time), START);
        assert_eq!(record.clock_time.map(seconds), Some(START - 2 * HOUR));
        assert_eq!(record.arrival_time.map(seconds), Some(START - 2 * HOUR));
    });
}

#[test]
fn a_look_at_a_known_time_reads_as_few_records_of_a_long_audit_as_of_a_short_one() {
    in_memory(async |t| {
        let mut reads = Vec::new();
        rename(&t, "Known").await;
        for records in [20, 2_000] {
            t.clock.advance(Duration::from_hours(1));
            for _ in 0..records {
                let nobody = json!({"InstanceId": MANAGED, "UserId": "?"});
                t.root().call("DeleteUser", nobody).await;
            }
            let before = t.audit_reads();
            assert_eq!(renamed_between(&t, START - 1, Some(START + 1)).await, ["Known"]);
            reads.push(t.audit_reads() - before);
        }

        assert_eq!(reads[0], reads[1]);
        assert!(reads[0] < 5, "{reads:?}");
    });
}
