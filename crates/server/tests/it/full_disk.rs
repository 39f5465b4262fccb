//! A disk that is full: changes fail, health says so, and recovers when there is room again.

use insta::assert_snapshot;
use roster_testkit::{Answer, MANAGED, MARY, Roster, each_engine};
use serde_json::json;
use std::time::Duration;

async fn rename(t: &Roster) -> Answer {
    let info = json!({"FirstName": "Mary", "LastName": "Major"});
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
    t.root().call("UpdateUserIdentityInfo", input).await
}

async fn health(t: &Roster) -> (u16, String) {
    let mut connection = t.watch().await;
    connection
        .send(b"GET /_roster/health HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    let answer = connection.answer().await;
    let body: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    (answer.status, body["status"].as_str().expect("a text").to_owned())
}

#[test]
fn a_server_whose_disk_is_full_is_not_ready_until_there_is_room_again() {
    each_engine(async |t| {
        assert_eq!(health(&t).await, (200, "ok".to_owned()));
        t.fill_disk(true);
        assert_snapshot!(rename(&t).await, @"
        500 InternalServiceException
        The directory's disk is full: nothing was changed; try again when there is space
        ");
        assert_eq!(health(&t).await, (503, "disk full".to_owned()));
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(health(&t).await, (503, "disk full".to_owned()));

        // Nobody changes anything meanwhile: whoever asks for health finds out.
        t.fill_disk(false);
        while health(&t).await.0 != 200 {
            t.clock.advance(Duration::from_secs(1));
        }

        let audited = t.audited();
        assert_eq!(rename(&t).await.status, 200);
        assert_eq!(t.audit(audited).len(), 1);
    });
}

#[test]
fn a_change_that_is_made_shows_that_the_disk_has_room_again() {
    each_engine(async |t| {
        t.fill_disk(true);
        assert_eq!(rename(&t).await.status, 500);
        t.fill_disk(false);

        assert_eq!(rename(&t).await.status, 200);

        assert_eq!(health(&t).await, (200, "ok".to_owned()));
    });
}
