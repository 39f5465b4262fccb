//! Connections: slow, broken, many, and reused.

use insta::assert_snapshot;
use roster_model::operations;
use roster_model::service::Service;
use roster_server::Limits;
use roster_testkit::{Connection, MANAGED, MARY, Request, Roster, Setup, in_memory};
use serde_json::json;

fn list() -> Request {
    Request::new("GET", "/instance")
}

fn update() -> Request {
    let operation = operations::find(Service::Connect, "UpdateUserIdentityInfo").expect("an operation");
    let info = json!({"FirstName": "Mary", "LastName": "Major"});
    Request::of(
        operation,
        &json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info}),
    )
}

async fn last_name(t: &Roster) -> String {
    let mary = t.root().user(MANAGED, MARY).await;
    mary["IdentityInfo"]["LastName"]
        .as_str()
        .expect("a name")
        .to_owned()
}

#[test]
fn a_body_that_stalls_is_refused_after_its_time() {
    in_memory(async |t| {
        let audited = t.audited();
        let bytes = t.root().bytes(&update());
        let mut connection = t.connect().await;
        connection.send(&bytes[..bytes.len() - 1]).await;
        t.pass(Limits::default().body_time).await;

        let answer = connection.answer().await;

        assert_snapshot!(answer, @"
        408 RequestTimeoutException
        The request body did not arrive within 30 seconds
        ");
        assert_snapshot!(t.audit(audited), @"UpdateUserIdentityInfo: RequestTimeoutException");
        assert_eq!(last_name(&t).await, "Miller");
    });
}

#[test]
fn who_does_not_claim_to_sign_is_answered_before_the_body() {
    in_memory(async |t| {
        let bytes = t.anonymous().bytes(&update());
        let mut connection = t.connect().await;
        connection.send(&bytes[..bytes.len() - 1]).await;

        let answer = connection.answer().await;

        assert_eq!(answer.error(), Some("MissingAuthenticationTokenException"));
    });
}

#[test]
fn a_head_that_stalls_ends_its_connection() {
    in_memory(async |t| {
        let audited = t.audited();
        let bytes = t.root().bytes(&update());
        for length in [0, 1, 20, 100] {
            let mut connection = t.connect().await;
            connection.send(&bytes[..length]).await;
            t.pass(Limits::default().head_time).await;

            let answer = connection.answer_or_end().await;

            assert!(answer.is_none(), "{length}: {answer:?}");
        }
        let broken = t.metrics().await;
        assert_eq!(
            broken.count(r#"roster_connection_errors_total{reason="timeout"}"#),
            4
        );
        assert_eq!(t.audited(), audited);
        assert_eq!(t.root().send(&list()).await.status, 200);
    });
}

#[test]
fn a_connection_that_is_idle_ends_after_its_time() {
    in_memory(async |t| {
        let mut connection = t.connect().await;
        connection.send(&t.root().bytes(&list())).await;
        assert_eq!(connection.answer().await.status, 200);
        t.pass(Limits::default().head_time).await;

        assert!(connection.answer_or_end().await.is_none());
    });
}

#[test]
fn a_client_that_goes_away_in_mid_request_changes_nothing() {
    in_memory(async |t| {
        let bytes = t.root().bytes(&update());
        for length in [1, 40, bytes.len() - 40, bytes.len() - 1] {
            let mut connection = t.connect().await;
            connection.send(&bytes[..length]).await;
            drop(connection);
        }

        assert_eq!(last_name(&t).await, "Miller");
    });
}

#[test]
fn a_body_that_ends_too_early_is_refused_and_audited() {
    in_memory(async |t| {
        let audited = t.audited();
        let bytes = t.root().bytes(&update());
        let mut connection = t.connect().await;
        connection.send(&bytes[..bytes.len() - 1]).await;
        connection.finish().await;

        let answer = connection.answer_or_end().await;

        // That a message ended too early is an error of HTTP's, after which there may be no answer.
        if let Some(answer) = answer {
            assert_eq!(answer.error(), Some("MalformedHttpRequestException"), "{answer}");
        }
        t.at_rest().await;
        let audit = t.audit(audited);
        assert_eq!(
            audit.only().error_code.as_deref(),
            Some("MalformedHttpRequestException")
        );
        assert_eq!(last_name(&t).await, "Miller");
    });
}

#[test]
fn a_client_that_does_not_wait_for_the_answer_has_its_request_carried_out() {
    in_memory(async |t| {
        let audited = t.audited();
        let mut connection = t.connect().await;
        connection.send(&t.root().bytes(&update())).await;
        connection.finish().await;

        let answer = connection.answer_or_end().await;
        t.at_rest().await;

        assert!(answer.is_none_or(|answer| answer.status == 200));
        assert_eq!(last_name(&t).await, "Major");
        let record = t.audit(audited).only().clone();
        assert_eq!(record.operation.as_deref(), Some("UpdateUserIdentityInfo"));
        assert_eq!((record.error_code, record.changes.len()), (None, 1));
    });
}

#[test]
fn a_connection_serves_one_request_after_another_good_or_bad() {
    in_memory(async |t| {
        let mut connection = t.connect().await;
        for (actor, request, status) in [
            (t.root(), list(), 200),
            (t.anonymous(), list(), 403),
            (t.root(), update(), 200),
            (t.root().forging(), update(), 403),
            (t.stranger(), update(), 404),
            (t.root(), update().body("{"), 400),
            (t.root(), Request::new("GET", "/nothing"), 404),
            (t.root(), list(), 200),
        ] {
            connection.send(&actor.bytes(&request)).await;
            assert_eq!(connection.answer().await.status, status);
        }
    });
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    in_memory(async |t| {
        let mut connection = t.connect().await;
        let requests = [
            t.root().bytes(&update()),
            t.anonymous().bytes(&update()),
            t.root().bytes(&list()),
            t.root().bytes(&Request::new("GET", "/nothing")),
        ];

        connection.send(&requests.concat()).await;

        let mut statuses = Vec::new();
        for _ in requests {
            statuses.push(connection.answer().await.status);
        }
        assert_eq!(statuses, [200, 403, 200, 404]);
    });
}

#[test]
fn a_request_may_arrive_byte_by_byte() {
    in_memory(async |t| {
        let mut connection = t.connect().await;

        for byte in t.root().bytes(&update()) {
            connection.send(&[byte]).await;
            tokio::task::yield_now().await;
        }

        assert_eq!(connection.answer().await.status, 200);
    });
}

#[test]
fn a_body_may_come_in_chunks() {
    in_memory(async |t| {
        let request = update().header("transfer-encoding", "chunked");
        let signed = t.root().bytes(&request);
        let head = &signed[..signed.len() - request.body.len()];
        let (first, second) = request.body.split_at(7);
        let chunk =
            |bytes: &[u8]| [format!("{:x};note=x\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
        let mut connection = t.connect().await;

        let body = [chunk(first), chunk(second), b"0\r\ntrailer: x\r\n\r\n".to_vec()].concat();
        connection.send(&[head, &body].concat()).await;

        assert_eq!(connection.answer().await.status, 200);
        assert_eq!(last_name(&t).await, "Major");
    });
}

#[test]
fn a_client_that_expects_100_continue_gets_it() {
    in_memory(async |t| {
        let request = update().header("expect", "100-continue");
        let signed = t.root().bytes(&request);
        let (head, body) = signed.split_at(signed.len() - request.body.len());
        let mut connection = t.connect().await;

        connection.send(head).await;
        assert_eq!(connection.answer_head().await.expect("an answer").status, 100);
        connection.send(body).await;

        assert_eq!(connection.answer().await.status, 200);
    });
}

/// Lets this process hold so many open files, two for each connection.
fn allow_open_files(count: u64) {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < count) {
        limit.current = limit.maximum.map(|maximum| maximum.min(count)).or(Some(count));
        setrlimit(Resource::Nofile, limit).expect("a limit up to the hard one can be set");
    }
    assert!(
        limit.current.is_none_or(|current| current >= count),
        "the hard limit on open files is too low"
    );
}

#[test]
fn two_thousand_idle_connections_do_not_keep_requests_from_being_answered() {
    allow_open_files(5000);
    in_memory(async |t| {
        let mut idle = Vec::new();
        for _ in 0..2000 {
            idle.push(t.connect().await);
        }
        assert_eq!(t.root().send(&update()).await.status, 200);

        // Each of them can still be used.
        for connection in idle.iter_mut().step_by(100) {
            connection.send(&t.root().bytes(&list())).await;
            assert_eq!(connection.answer().await.status, 200);
        }
    });
}

fn with_places(connections: usize, of_source: Option<usize>) -> Setup {
    Setup {
        limits: Limits {
            connections,
            connections_of_source: of_source,
            ..Limits::default()
        },
        ..Setup::default()
    }
}

/// A connection on which a request was begun, and its body is awaited.
async fn begun(t: &Roster) -> Connection {
    let request = update().header("expect", "100-continue");
    let signed = t.root().bytes(&request);
    let mut connection = t.connect().await;
    connection
        .send(&signed[..signed.len() - request.body.len()])
        .await;
    assert_eq!(connection.answer_head().await.expect("an answer").status, 100);
    connection
}

async fn served(connection: &mut Connection, bytes: &[u8]) -> u16 {
    connection.send(bytes).await;
    connection.answer().await.status
}

const HEALTH: &[u8] = b"GET /_roster/health HTTP/1.1\r\nhost: x\r\n\r\n";

#[test]
fn the_connection_that_is_idle_for_longest_gives_way() {
    with_places(2, None).in_memory(async |t| {
        let bytes = t.root().bytes(&list());
        let (mut first, mut second) = (t.connect().await, t.connect().await);
        for connection in [&mut first, &mut second] {
            assert_eq!(served(connection, &bytes).await, 200);
        }
        assert_eq!(served(&mut first, &bytes).await, 200);

        let mut third = t.connect().await;

        assert_eq!(served(&mut third, &bytes).await, 200);
        assert!(second.answer_or_end().await.is_none());
        assert_eq!(served(&mut first, &bytes).await, 200);
    });
}

#[test]
fn a_head_that_does_not_come_gives_way_too() {
    with_places(2, None).in_memory(async |t| {
        let bytes = t.root().bytes(&list());
        let mut slow = t.connect().await;
        slow.send(&bytes[..20]).await;
        let mut other = t.connect().await;
        assert_eq!(served(&mut other, &bytes).await, 200);

        assert_eq!(served(&mut t.connect().await, &bytes).await, 200);

        assert!(slow.answer_or_end().await.is_none());
    });
}

#[test]
fn when_all_connections_are_busy_only_health_and_metrics_are_answered() {
    with_places(2, None).in_memory(async |t| {
        let (mut first, _second) = (begun(&t).await, begun(&t).await);

        for _ in 0..100 {
            assert_eq!(served(&mut t.connect().await, HEALTH).await, 200);
        }
        let metrics = b"GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n";
        assert_eq!(served(&mut t.connect().await, metrics).await, 200);
        let mut refused = t.connect().await;
        refused.send(&t.root().bytes(&list())).await;
        let answer = refused.answer().await;
        assert_eq!(
            (answer.status, answer.error()),
            (503, Some("ServiceUnavailableException"))
        );
        assert!(refused.answer_or_end().await.is_none());

        first.send(&update().body).await;
        assert_eq!(first.answer().await.status, 200);
        assert_eq!(
            served(&mut t.connect().await, &t.root().bytes(&list())).await,
            200
        );
    });
}

#[test]
fn many_silent_connections_do_not_block_health() {
    with_places(2, None).in_memory(async |t| {
        let _busy = (begun(&t).await, begun(&t).await);
        let mut silent = Vec::new();
        for _ in 0..200 {
            silent.push(t.connect().await);
        }

        assert_eq!(served(&mut t.connect().await, HEALTH).await, 200);
    });
}

#[test]
fn silent_metrics_connections_give_way_too() {
    with_places(2, None).in_memory(async |t| {
        let mut silent = Vec::new();
        for _ in 0..200 {
            silent.push(t.watch().await);
        }

        assert_eq!(served(&mut t.watch().await, HEALTH).await, 200);
    });
}

#[test]
fn one_address_has_so_many_connections_and_no_more() {
    with_places(10, Some(2)).in_memory(async |t| {
        let (mut first, second) = (t.connect().await, t.connect().await);
        assert_eq!(served(&mut first, HEALTH).await, 200);

        assert!(t.connect().await.answer_or_end().await.is_none());

        let mut other = t.connect_from([127, 0, 0, 2].into()).await;
        assert_eq!(served(&mut other, HEALTH).await, 200);
        drop(second);
        // The server has seen that end when it has answered what came after it.
        assert_eq!(served(&mut first, HEALTH).await, 200);
        assert_eq!(served(&mut t.connect().await, HEALTH).await, 200);
        let metrics = t.metrics().await;
        assert_eq!(
            metrics.count(r#"roster_connection_errors_total{reason="address"}"#),
            1
        );
    });
}

#[test]
fn a_peer_that_does_not_read_loses_its_place() {
    with_places(1, None).in_memory(async |t| {
        let before = t.metrics().await.count("roster_connections");
        let mut deaf = t.connect().await;
        let requests = HEALTH.repeat(100);

        let (end, ()) = tokio::join!(
            deaf.send_without_end(&requests),
            t.pass(Limits::default().write_time)
        );

        assert!(
            matches!(
                end.kind(),
                std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe
            ),
            "{end}"
        );
        assert_eq!(t.metrics().await.count("roster_connections"), before);
        assert_eq!(t.root().send(&list()).await.status, 200);
    });
}

#[test]
fn a_stop_lets_a_request_that_was_begun_finish() {
    roster_testkit::each_engine(async |t| {
        let request = update().header("expect", "100-continue");
        let signed = t.root().bytes(&request);
        let (head, body) = signed.split_at(signed.len() - request.body.len());
        let mut connection = t.connect().await;
        connection.send(head).await;
        assert_eq!(connection.answer_head().await.expect("an answer").status, 100);

        let rest = async {
            connection.send(body).await;
            connection.answer().await
        };
        let (t, answer) = tokio::join!(t.restarted(), rest);

        assert_eq!(answer.status, 200);
        if let Some(t) = t {
            assert_eq!(last_name(&t).await, "Major");
        }
    });
}
