use std::time::Duration;

use roster_testkit::{Roster, each_engine, in_memory};
use serde_json::{Value, json};

/// The time of a roster that has just begun.
const START: i64 = 1_795_256_130;

const DAY: i64 = 24 * 60 * 60;

async fn listed(t: &Roster, input: Value) -> Vec<Value> {
    let listed = t.root().done("cloudtrail:ListPublicKeys", input).await;
    listed["PublicKeyList"].as_array().expect("keys").clone()
}

/// A time on the wire, in whole seconds.
fn time(seconds: &Value) -> i64 {
    let text = seconds.to_string();
    let (whole, _) = text.split_once('.').expect("seconds and their fraction");
    whole.parse().expect("a number")
}

#[test]
fn public_keys_stay_listed_after_another_key_has_taken_their_place() {
    each_engine(async |t| {
        assert_eq!(listed(&t, json!({})).await, [] as [Value; 0]);
        t.make_signing_key().await;
        t.clock.advance(Duration::from_hours(24 * 90));
        t.make_signing_key().await;

        let keys = listed(&t, json!({})).await;

        assert_eq!(keys.len(), 2);
        assert_ne!(keys[0]["Fingerprint"], keys[1]["Fingerprint"]);
        assert_eq!(time(&keys[0]["ValidityStartTime"]), START);
        assert_eq!(time(&keys[0]["ValidityEndTime"]), START + 91 * DAY);
        assert_eq!(time(&keys[1]["ValidityStartTime"]), START + 90 * DAY);
        assert_eq!(keys[1].get("ValidityEndTime"), None);
        assert!(
            keys.iter()
                .all(|key| key["Value"].as_str().is_some_and(|value| value.len() == 360))
        );
    });
}

#[test]
fn keys_are_listed_that_signed_in_a_stretch_of_time() {
    in_memory(async |t| {
        t.make_signing_key().await;
        t.clock.advance(Duration::from_hours(24 * 90));
        t.make_signing_key().await;

        for (start, end, count) in [
            (START - 2 * DAY, START - DAY, 0),
            (START, START + DAY, 1),
            (START + 89 * DAY, START + 90 * DAY, 2),
            (START + 92 * DAY, START + 93 * DAY, 1),
        ] {
            let input = json!({"StartTime": start, "EndTime": end});
            assert_eq!(listed(&t, input).await.len(), count, "{start}");
        }
    });
}

#[test]
fn a_stretch_of_time_that_ends_before_it_starts_and_a_token_are_refused() {
    in_memory(async |t| {
        let backwards = json!({"StartTime": START, "EndTime": START - 1});
        let answer = t.root().call("cloudtrail:ListPublicKeys", backwards).await;
        assert_eq!(
            (answer.status, answer.error()),
            (400, Some("InvalidTimeRangeException"))
        );

        let token = json!({"NextToken": "more"});
        let answer = t.root().call("cloudtrail:ListPublicKeys", token).await;
        assert_eq!(
            (answer.status, answer.error()),
            (400, Some("InvalidTokenException"))
        );
    });
}
