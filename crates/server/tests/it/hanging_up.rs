//! Callers who go away before they are answered: what was received as a whole is carried out and
//! audited to its end.

use std::sync::Arc;
use std::time::Duration;

use roster_server::Limits;
use roster_testkit::{
    Actor, Connection, MANAGED, MARY, Request, Roster, Setup, described, each_engine, until,
};
use serde_json::{Value, json};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// How a caller goes away.
#[derive(Clone, Copy, Debug)]
enum Way {
    Close,
    HalfClose,
    Reset,
}

const WAYS: [Way; 3] = [Way::Close, Way::HalfClose, Way::Reset];

/// Goes away; what is left of the connection must be kept.
async fn leave(mut connection: Connection, way: Way) -> Option<Connection> {
    match way {
        Way::Close => None,
        Way::HalfClose => {
            connection.finish().await;
            Some(connection)
        }
        Way::Reset => {
            connection.reset();
            None
        }
    }
}

fn update(user: &str, info: &Value) -> Request {
    let input = json!({"InstanceId": MANAGED, "UserId": user, "IdentityInfo": info});
    Request::of(described("UpdateUserIdentityInfo"), &input)
}

fn names() -> Value {
    json!({"FirstName": "Mary", "LastName": "Major"})
}

fn describe(user: &str) -> Request {
    let input = json!({"InstanceId": MANAGED, "UserId": user});
    Request::of(described("DescribeUser"), &input)
}

/// A user of IAM who may do everything but move addresses.
async fn desk(t: &Roster) -> Actor<'_> {
    let desk = t.root().make_iam_user("desk").await;
    put_policy(t).await;
    desk
}

/// Says what the desk may do; whatever was remembered of anybody's key is to be looked up again.
async fn put_policy(t: &Roster) {
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "connect:UpdateUserIdentityInfo", "Resource": "*",
            "Condition": {"ForAnyValue:StringEquals": {"roster:ChangedIdentityField": "Email"}}},
    ]});
    let policy = json!({"UserName": "desk", "PolicyName": "desk", "PolicyDocument": document.to_string()});
    t.root().done("iam:PutUserPolicy", policy).await;
}

/// One request for each place where it can be decided, with what the audit must say of it.
async fn decided_everywhere(t: &Roster) -> Vec<(&'static str, Vec<u8>)> {
    let (root, desk, nobody) = (t.root(), desk(t).await, t.root().make_iam_user("nobody").await);
    let moved = json!({"FirstName": "Mary", "LastName": "Major", "Email": "eve@example.com"});
    let no_address = json!({"FirstName": "Mary", "LastName": "Major", "SecondaryEmail": "x"});
    let mut taken = root.new_user(MANAGED, "mary").await;
    taken["IdentityInfo"]["LastName"] = "Taken".into();
    vec![
        ("", root.bytes(&update(MARY, &names()))),
        ("", desk.bytes(&update(MARY, &names()))),
        // By policies, from the request alone.
        ("AccessDeniedException", nobody.bytes(&update(MARY, &names()))),
        // By policies, from the records.
        ("AccessDeniedException", desk.bytes(&update(MARY, &moved))),
        // For what is wrong with it.
        (
            "InvalidRequestException",
            root.bytes(&update(MARY, &names()).body("{")),
        ),
        // For what is wrong with it, when the records allow to say so.
        (
            "InvalidParameterException",
            desk.bytes(&update(MARY, &no_address)),
        ),
        // By a rule.
        ("InvalidRequestException", root.bytes(&update(MARY, &json!({})))),
        ("ResourceNotFoundException", root.bytes(&update(NOBODY, &names()))),
        ("ResourceNotFoundException", root.bytes(&describe(NOBODY))),
        (
            "DuplicateResourceException",
            root.bytes(&Request::of(described("CreateUser"), &taken)),
        ),
    ]
}

/// Makes a request, and goes away when so much of its work has been let through to the store. Tells
/// whether the request was not finished before.
async fn hang_up(t: &Roster, bytes: &[u8], let_through: usize, way: Way) -> bool {
    let (gate, audited) = (t.gate(), t.audited());
    gate.close();
    let mut connection = t.connect().await;
    connection.send(bytes).await;
    for _ in 0..let_through {
        until(|| gate.waiting() > 0 || t.audited() > audited).await;
        if gate.waiting() > 0 {
            gate.let_one_through();
        }
    }
    until(|| gate.waiting() > 0 || t.audited() > audited).await;
    let is_unfinished = gate.waiting() > 0;
    let rest = leave(connection, way).await;
    // A server that minds has time to notice.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    gate.open();
    t.at_rest().await;
    drop(rest);
    is_unfinished
}

#[test]
fn a_request_whose_caller_hangs_up_is_carried_out_and_audited() {
    each_engine(async |t| {
        let mut ways = WAYS.iter().cycle();
        for (code, bytes) in decided_everywhere(&t).await {
            for let_through in 0.. {
                let way = *ways.next().expect("they never end");
                put_policy(&t).await;
                let audited = t.audited();

                let is_unfinished = hang_up(&t, &bytes, let_through, way).await;

                let trail = t.audit(audited);
                let told = trail.only().error_code.as_deref();
                assert_eq!(told.unwrap_or_default(), code, "{way:?}, {let_through}: {trail}");
                if !is_unfinished {
                    break;
                }
            }
        }
        let mary = t.root().user(MANAGED, MARY).await;
        assert_eq!(mary["IdentityInfo"]["LastName"], "Major");
        assert_eq!(mary["IdentityInfo"]["Email"], "mary@example.com");
    });
}

#[test]
fn many_refusals_whose_callers_do_not_wait_are_all_audited() {
    each_engine(async |t| {
        let bytes = t.root().bytes(&update(NOBODY, &names()));
        let audited = t.audited();

        for number in 0..30 {
            let mut connection = t.connect().await;
            connection.send(&bytes).await;
            until_received(&t, number + 1).await;
            drop(leave(connection, WAYS[number % WAYS.len()]).await);
        }

        t.at_rest().await;
        assert_eq!(t.audit(audited).len(), 30);
    });
}

/// Waits until so many requests were received since the start of the test.
async fn until_received(t: &Roster, count: usize) {
    let received = async || {
        let metrics = t.metrics().await;
        let operation = r#"service="connect",operation="UpdateUserIdentityInfo""#;
        let answered = metrics.sum(&format!("roster_requests_total{{{operation}"));
        answered + metrics.count("roster_requests_in_flight")
    };
    while received().await < count as u64 {}
}

#[test]
fn a_body_that_is_cut_off_is_refused_and_audited_however_its_caller_leaves() {
    each_engine(async |t| {
        for way in WAYS {
            for missing in [1, 20] {
                t.clock.advance(Duration::from_mins(1));
                let bytes = t.root().bytes(&update(MARY, &names()));
                let audited = t.audited();
                let mut connection = t.connect().await;
                connection.send(&bytes[..bytes.len() - missing]).await;
                while t.metrics().await.count("roster_requests_in_flight") == 0 {}

                let rest = leave(connection, way).await;

                t.at_rest().await;
                let trail = t.audit(audited);
                assert_eq!(
                    trail.only().error_code.as_deref(),
                    Some("MalformedHttpRequestException"),
                    "{way:?}"
                );
                drop(rest);
            }
        }
        let mary = t.root().user(MANAGED, MARY).await;
        assert_eq!(mary["IdentityInfo"]["LastName"], "Miller");
    });
}

#[test]
fn who_hangs_up_has_a_place_until_the_work_is_done() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let setup = Setup {
        limits,
        ..Setup::default()
    };
    setup.each_engine(async |t| {
        let bytes = t.root().bytes(&update(MARY, &names()));
        let gate = t.gate();
        gate.close();
        let mut first = t.connect().await;
        first.send(&bytes).await;
        until(|| gate.waiting() == 1).await;
        first.reset();
        let mut second = t.connect().await;
        second.send(&bytes).await;
        assert_eq!(second.answer().await.status, 503, "there is only one place");
        assert_eq!(gate.waiting(), 1);

        gate.open();
        t.at_rest().await;

        let mut third = t.connect().await;
        third.send(&bytes).await;
        assert_eq!(third.answer().await.status, 200);
    });
}

#[test]
fn a_stop_waits_for_requests_whose_callers_have_gone() {
    each_engine(async |t| {
        let gate = t.gate();
        gate.close();
        let mut connection = t.connect().await;
        connection.send(&t.root().bytes(&update(MARY, &names()))).await;
        until(|| gate.waiting() == 1).await;
        connection.reset();

        let clock = Arc::clone(&t.clock);
        let later = async {
            clock.until_asleep_for(Limits::default().stop_time).await;
            clock.advance(Duration::from_secs(5));
            gate.open();
        };
        let (t, ()) = tokio::join!(t.restarted(), later);

        if let Some(t) = t {
            let mary = t.root().user(MANAGED, MARY).await;
            assert_eq!(mary["IdentityInfo"]["LastName"], "Major");
        }
    });
}
