//! What proves nothing costs little: no body is read of it, little is written of it, and who sends too
//! much of it is refused at once (docs/decisions/0025-unproven-requests.md).

use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::join_all;
use roster_server::{Limits, Rate, SourceLimit};
use roster_testkit::{
    Actor, Answer, MANAGED, MARY, Request, Roster, Setup, described, each_engine, in_memory,
};
use roster_testkit::{policy, with};
use serde_json::{Value, json};

const MINUTE: Duration = Duration::from_mins(1);

fn list() -> Request {
    Request::new("GET", "/instance")
}

fn mary() -> Value {
    json!({"InstanceId": MANAGED, "UserId": MARY})
}

fn update() -> Request {
    let info = json!({"FirstName": "Mary", "LastName": "Major"});
    Request::of(
        described("UpdateUserIdentityInfo"),
        &with(mary(), json!({"IdentityInfo": info})),
    )
}

fn create_iam_user() -> Request {
    Request::of(described("iam:CreateUser"), &json!({"UserName": "eve"}))
}

/// How many refusals the records from the `after`-th on tell of.
fn refusals(t: &Roster, after: usize) -> u64 {
    let audit = t.audit(after);
    let refused = audit.iter().filter(|record| record.error_code.is_some());
    refused.map(|record| record.count.unwrap_or(1)).sum()
}

#[test]
fn of_what_proves_nothing_the_audit_has_the_first_and_how_many_more_there_were() {
    each_engine(async |t| {
        let audited = t.audited();
        for _ in 0..5 {
            t.root().forging().send(&list()).await;
            t.anonymous().send(&list()).await;
            t.anonymous().send(&Request::new("GET", "/nothing")).await;
        }
        assert_eq!(t.audited() - audited, 3, "the first of each is written at once");

        t.clock.advance(MINUTE);
        t.anonymous().send(&list()).await;

        let audit = t.audit(audited);
        let (first, later) = audit.split_at(3);
        assert!(first.iter().all(|record| record.count.is_none()));
        let [summaries @ .., last] = later else {
            panic!("{audit}")
        };
        let mut summed_up: Vec<_> = summaries
            .iter()
            .map(|record| (record.error_code.as_deref().expect("a code"), record.count))
            .collect();
        summed_up.sort_unstable();
        assert_eq!(
            summed_up,
            [
                ("InvalidSignatureException", Some(4)),
                ("MissingAuthenticationTokenException", Some(4)),
                ("UnknownOperationException", Some(4)),
            ]
        );
        assert!(
            summaries
                .iter()
                .all(|record| record.source_address == "127.0.0.1")
        );
        assert_eq!(
            (last.error_code.as_deref(), last.count),
            (Some("MissingAuthenticationTokenException"), None)
        );
        if let Some(stored) = t.stored_audit() {
            assert_eq!(stored, t.audit(0));
        }
    });
}

#[test]
fn what_was_counted_is_written_at_a_stop() {
    each_engine(async |t| {
        let audited = t.audited();
        for _ in 0..5 {
            t.anonymous().send(&list()).await;
        }

        if let Some(t) = t.restarted().await {
            let summary = t.audit(audited).last().expect("a record").clone();
            assert_eq!(summary.count, Some(4));
            assert_eq!(
                summary.error_message.as_deref(),
                Some("4 more requests were refused so in the minute from 20261121T101500Z")
            );
            assert_eq!(refusals(&t, audited), 5);
        }
    });
}

#[test]
fn refusals_of_proven_callers_are_written_one_by_one() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let audited = t.audited();

        for _ in 0..5 {
            ana.call("DescribeUser", mary()).await;
        }

        assert_eq!(t.audited() - audited, 5);
    });
}

/// A batch of requests of one client, of which each is refused for another reason.
fn batch(t: &Roster, number: usize) -> Vec<u8> {
    let agent = "x".repeat(256);
    let malformed = list().header("authorization", "AWS4-HMAC-SHA256 Credential=x");
    let key = format!("AKIA{number:016}");
    let unknown = roster_testkit::Key {
        id: key,
        secret: "a guess".to_owned(),
    };
    [
        t.anonymous().bytes(&update().header("user-agent", &agent)),
        t.anonymous()
            .bytes(&Request::new("GET", "/nothing").header("user-agent", &agent)),
        t.anonymous()
            .bytes(&Request::new("POST", &format!("/nothing/{number}"))),
        t.anonymous().bytes(&malformed),
        t.root().ahead_by(3600).bytes(&update()),
        t.actor(unknown).bytes(&list()),
        t.root().forging().bytes(&list()),
        t.anonymous().bytes(&create_iam_user()),
    ]
    .concat()
}

const BATCH: usize = 8;

/// Sends so many batches over each of 32 connections of four addresses, within three minutes, and checks
/// what the audit has of it; gives how many requests it was.
async fn flood(t: &Roster, batches: usize) -> usize {
    let (audited, connections) = (t.audited(), 32);
    for minute in 0..3 {
        let floods = (0..connections).map(|number: u8| async move {
            let source = IpAddr::from([127, 0, 0, 1 + number % 4]);
            let mut connection = t.connect_from(source).await;
            let batch = batch(t, usize::from(number));
            for _ in (0..batches).filter(|round| round % 3 == minute) {
                connection.send(&batch).await;
                for _ in 0..BATCH {
                    let answer = connection.answer().await;
                    assert!((400..500).contains(&answer.status), "{answer}");
                }
            }
        });
        join_all(floods).await;
        t.clock.advance(MINUTE);
    }
    t.anonymous().send(&list()).await;

    let sent = usize::from(connections) * batches * BATCH + 1;
    assert_eq!(refusals(t, audited), sent as u64);
    let records = t.audit(audited);
    // Four addresses, seven reasons, three minutes: the first of each, and how many more there were.
    assert!(records.len() <= 4 * 7 * 3 * 2 + 1, "{}", records.len());
    let bytes: usize = records
        .iter()
        .map(|record| serde_json::to_string(record).expect("JSON").len())
        .sum();
    assert!(bytes < 200_000, "{bytes}");
    sent
}

#[test]
fn a_flood_of_what_proves_nothing_adds_little_to_the_audit_and_is_counted_to_the_last() {
    in_memory(async |t| assert!(flood(&t, 79).await > 20_000));
    each_engine(async |t| assert!(flood(&t, 6).await > 1_500));
}

fn limited(period: Duration, burst: u32) -> Setup {
    Setup {
        source_limit: SourceLimit::Rate(Rate { period, burst }),
        ..Setup::default()
    }
}

#[test]
fn who_proves_nothing_too_often_is_refused_at_once_and_proven_callers_of_the_same_address_go_on() {
    limited(Duration::from_secs(1), 3).each_engine(async |t| {
        let (ana, bob) = (
            t.root().make_iam_user("ana").await,
            t.root().make_iam_user("bob").await,
        );
        let who_am_i = async |actor: &Actor<'_>| actor.call("sts:GetCallerIdentity", json!({})).await.status;
        assert_eq!(who_am_i(&ana).await, 200);
        for _ in 0..3 {
            assert_eq!(t.unknown().send(&list()).await.status, 403);
        }
        let reads = t.reads();

        for actor in [t.anonymous(), t.unknown(), bob.clone()] {
            let answer = actor.send(&list()).await;
            assert_eq!(answer.error(), Some("ThrottlingException"), "{answer}");
        }
        assert_eq!(t.reads(), reads, "the store is not asked");

        assert_eq!(who_am_i(&ana).await, 200);
        assert_eq!(t.root().send(&list()).await.status, 200);
        let elsewhere = t.connect_from([127, 0, 0, 2].into()).await;
        assert_eq!(sent(elsewhere, &t.unknown().bytes(&list())).await.status, 403);
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(who_am_i(&bob).await, 200, "something has flown into the bucket");
    });
}

async fn sent(mut connection: roster_testkit::Connection, bytes: &[u8]) -> Answer {
    connection.send(bytes).await;
    connection.answer().await
}

#[test]
fn proven_requests_take_nothing_out_of_the_bucket_of_their_address_however_they_end() {
    limited(Duration::from_secs(1), 1).in_memory(async |t| {
        for _ in 0..5 {
            t.stranger().call("DescribeUser", mary()).await;
        }
        assert_eq!(t.unknown().send(&list()).await.status, 403);
        assert_eq!(t.unknown().send(&list()).await.status, 429);
    });
}

#[test]
fn what_cannot_be_proven_is_refused_before_its_body() {
    each_engine(async |t| {
        let uncovered = |request: &Request, service: &str| {
            let bytes = t.root().for_service(service).bytes(request);
            let bytes = String::from_utf8(bytes).expect("text");
            bytes
                .replacen("host: ", "x-amz-meta: a\r\nhost: ", 1)
                .into_bytes()
        };
        for (request, service, unsigned) in [
            (update(), "connect", "MissingAuthenticationTokenException"),
            (create_iam_user(), "iam", "MissingAuthenticationToken"),
        ] {
            let root = t.root().for_service(service);
            let malformed = request
                .clone()
                .header("authorization", "AWS4-HMAC-SHA256 Credential=x");
            for (what, bytes) in [
                ("unknown key", t.unknown().for_service(service).bytes(&request)),
                ("old", root.clone().ahead_by(-301).bytes(&request)),
                ("not covered", uncovered(&request, service)),
                ("malformed", t.anonymous().bytes(&malformed)),
                ("token of nobody", root.with_session_token("any").bytes(&request)),
            ] {
                let answer = sent(t.connect().await, &bytes[..bytes.len() - 1]).await;
                assert!([400, 403].contains(&answer.status), "{what}: {answer}");
            }
            let bytes = t.anonymous().bytes(&request);
            let answer = sent(t.connect().await, &bytes[..bytes.len() - 1]).await;
            assert_eq!(answer.error(), Some(unsigned));
        }
    });
}

#[test]
fn who_signs_for_another_day_is_refused_without_a_look_into_the_store() {
    each_engine(async |t| {
        let reads = t.reads();

        t.unknown().ahead_by(-301).send(&list()).await;

        assert_eq!(t.reads(), reads);
    });
}

#[test]
fn unauthenticated_bodies_share_a_budget() {
    let setup = Setup {
        limits: Limits {
            unproven_body_bytes: 1000,
            ..Limits::default()
        },
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        let padded = |length: usize| {
            let body = String::from_utf8(update().body).expect("text");
            let padding = " ".repeat(length - body.len());
            update().body(body + &padding)
        };
        let large = t.root().bytes(&padded(900));
        let mut slow = t.connect().await;
        slow.send(&large[..large.len() - 1]).await;
        // When this is answered, what came before it has been read.
        assert_eq!(t.root().send(&list()).await.status, 200);

        let refused = t.root().send(&padded(200)).await;
        assert_eq!(
            (refused.status, refused.error()),
            (503, Some("ServiceUnavailableException"))
        );

        slow.send(&large[large.len() - 1..]).await;
        assert_eq!(slow.answer().await.status, 200);
        for _ in 0..5 {
            assert_eq!(
                t.root().send(&padded(900)).await.status,
                200,
                "what was taken is given back"
            );
        }
    });
}

#[test]
fn a_right_that_is_taken_while_a_body_arrives_is_gone() {
    each_engine(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let granted = json!({
            "UserName": "ana", "PolicyName": "all", "PolicyDocument": policy("Allow", "connect:*", "*"),
        });
        t.root().done("iam:PutUserPolicy", granted).await;
        assert_eq!(ana.call("DescribeUser", mary()).await.status, 200);
        let request = update().header("expect", "100-continue");
        let signed = ana.bytes(&request);
        let (head, body) = signed.split_at(signed.len() - request.body.len());
        let mut connection = t.connect().await;
        connection.send(head).await;
        assert_eq!(connection.answer_head().await.expect("an answer").status, 100);

        let taken = json!({"UserName": "ana", "PolicyName": "all"});
        t.root().done("iam:DeleteUserPolicy", taken).await;
        connection.send(body).await;

        assert_eq!(connection.answer().await.error(), Some("AccessDeniedException"));
    });
}
