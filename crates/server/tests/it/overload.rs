//! More work than the store may be given: requests beyond that hear so at once.

use std::time::Duration;

use insta::assert_snapshot;
use roster_testkit::{MANAGED, MARY, Request, Roster, Setup, described, until};
use serde_json::json;

/// Rosters that take two works of a kind at once.
fn narrow() -> Setup {
    Setup {
        max_waiting: Some(2),
        ..Setup::default()
    }
}

fn update(last_name: &str) -> Request {
    let info = json!({"FirstName": "Mary", "LastName": last_name});
    let input = json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info});
    Request::of(described("UpdateUserIdentityInfo"), &input)
}

fn describe() -> Request {
    let input = json!({"InstanceId": MANAGED, "UserId": MARY});
    Request::of(described("DescribeUser"), &input)
}

/// Makes two requests that wait for the store; they can be answered when it is open again.
async fn fill(t: &Roster, request: &Request) -> Vec<roster_testkit::Connection> {
    t.gate().close();
    let mut waiting = Vec::new();
    for number in 1..=2 {
        let mut connection = t.connect().await;
        connection.send(&t.root().bytes(request)).await;
        until(|| t.gate().waiting() == number).await;
        waiting.push(connection);
    }
    waiting
}

#[test]
fn a_change_beyond_the_limit_is_refused_at_once_and_the_others_are_made() {
    narrow().each_engine(async |t| {
        let waiting = fill(&t, &update("Major")).await;
        let mut third = t.connect().await;
        third.send(&t.root().bytes(&update("Minor"))).await;
        // The audit is told of the first, which waits for the store as well.
        until(|| t.gate().waiting() == 3).await;
        t.gate().open();

        assert_snapshot!(third.answer().await, @"
        503 ThrottlingException
        The server is overloaded: nothing was changed; try again
        ");
        for mut connection in waiting {
            assert_eq!(connection.answer().await.status, 200);
        }
        let mary = t.root().user(MANAGED, MARY).await;
        assert_eq!(mary["IdentityInfo"]["LastName"], "Major");
        assert_eq!(t.root().send(&update("Minor")).await.status, 200);
    });
}

#[test]
fn a_read_beyond_the_limit_is_refused_and_changes_are_not() {
    narrow().each_engine(async |t| {
        let waiting = fill(&t, &describe()).await;
        let mut third = t.connect().await;
        third.send(&t.root().bytes(&describe())).await;
        until(|| t.gate().waiting() == 3).await;
        let mut change = t.connect().await;
        change.send(&t.root().bytes(&update("Major"))).await;
        until(|| t.gate().waiting() == 4).await;
        t.gate().open();

        assert_eq!(third.answer().await.error(), Some("ThrottlingException"));
        assert_eq!(change.answer().await.status, 200);
        for mut connection in waiting {
            assert_eq!(connection.answer().await.status, 200);
        }
    });
}

#[test]
fn every_service_says_that_it_is_overloaded_in_its_own_form() {
    narrow().in_memory(async |t| {
        let waiting = fill(&t, &update("Major")).await;

        let user = json!({"UserName": "ana"});
        let calling = async { t.root().call("iam:CreateUser", user).await };
        let opening = async {
            until(|| t.gate().waiting() == 3).await;
            t.gate().open();
        };
        let (answer, ()) = tokio::join!(calling, opening);

        assert_snapshot!(answer, @"
        503 Throttling
        The server is overloaded: nothing was changed; try again
        ");
        drop(waiting);
    });
}

#[test]
fn refusals_under_overload_are_audited_once_a_second() {
    narrow().in_memory(async |t| {
        let audited = t.audited();
        let waiting = fill(&t, &update("Major")).await;
        let refused = async || {
            let mut connection = t.connect().await;
            connection.send(&t.root().bytes(&update("Minor"))).await;
            connection
        };
        // The records of the first in each second wait for the store; the others are answered at once.
        let mut first = refused().await;
        until(|| t.gate().waiting() == 3).await;
        assert_eq!(refused().await.answer().await.status, 503);
        assert_eq!(refused().await.answer().await.status, 503);
        t.clock.advance(Duration::from_secs(1));
        let mut second = refused().await;
        until(|| t.gate().waiting() == 4).await;
        assert_eq!(refused().await.answer().await.status, 503);
        t.gate().open();
        for connection in [&mut first, &mut second] {
            assert_eq!(connection.answer().await.status, 503);
        }
        for mut connection in waiting {
            assert_eq!(connection.answer().await.status, 200);
        }

        let trail = t.audit(audited);
        let codes: Vec<_> = trail.iter().map(|record| record.error_code.as_deref()).collect();
        let throttled = codes.iter().filter(|code| **code == Some("ThrottlingException"));
        assert_eq!((codes.len(), throttled.count()), (4, 2));
    });
}

#[test]
fn an_overloaded_server_still_audits_what_it_refuses_for_other_reasons() {
    narrow().each_engine(async |t| {
        let nobody = t.root().make_iam_user("nobody").await;
        assert_eq!(nobody.send(&describe()).await.status, 403);
        let audited = t.audited();
        let waiting = fill(&t, &update("Major")).await;
        let mut denied = Vec::new();
        for _ in 0..5 {
            let mut connection = t.connect().await;
            connection.send(&nobody.bytes(&update("Minor"))).await;
            denied.push(connection);
        }
        // Two of five records have a place at the store; the others wait for one.
        until(|| t.gate().waiting() == 4).await;
        t.gate().open();

        for connection in &mut denied {
            assert_eq!(connection.answer().await.status, 403);
        }
        drop(waiting);
        t.at_rest().await;
        let trail = t.audit(audited);
        let codes = trail
            .iter()
            .filter(|record| record.error_code.as_deref() == Some("AccessDeniedException"));
        assert_eq!(codes.count(), 5);
        assert_eq!(t.metrics().await.count("roster_audit_failures_total"), 0);
    });
}
