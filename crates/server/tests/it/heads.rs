//! Heads that two readers could read in two ways are refused.

use insta::assert_snapshot;
use roster_testkit::{Answer, MANAGED, MARY, Request, Roster, in_memory};
use serde_json::json;

fn list() -> Request {
    Request::new("GET", "/instance")
}

fn update() -> Request {
    let body = r#"{"IdentityInfo":{"FirstName":"Mary","LastName":"Major"}}"#;
    Request::new("POST", &format!("/users/{MANAGED}/{MARY}/identity-info")).body(body)
}

async fn sent(t: &Roster, bytes: &[u8]) -> Answer {
    let mut connection = t.connect().await;
    connection.send(bytes).await;
    connection.answer().await
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

#[test]
fn a_header_that_decides_must_stand_there_once() {
    in_memory(async |t| {
        let root = t.root().with_body_hash().with_session_token("any");
        let signed = text(root.bytes(&update().header("date", "x").header("x-amz-target", "a.b")));
        let lines = signed.split("\r\n").filter_map(|line| line.split_once(": "));
        let audited = t.audited();
        for name in [
            "host",
            "authorization",
            "date",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-security-token",
            "x-amz-target",
        ] {
            let mut values = lines.clone().filter(|(header, _)| *header == name);
            let (_, value) = values.next().expect(name);
            for second in [value, "another"] {
                let twice = signed.replacen("\r\n", &format!("\r\n{name}: {second}\r\n"), 1);

                let answer = sent(&t, twice.as_bytes()).await;

                assert_eq!(
                    (answer.status, answer.error()),
                    (400, Some("MalformedHttpRequestException")),
                    "{name}: {answer}"
                );
                assert_eq!(
                    answer.message(),
                    format!("The header {name} must be sent once only")
                );
            }
        }
        assert_eq!(t.audited() - audited, 1);
    });
}

#[test]
fn other_headers_may_be_repeated() {
    in_memory(async |t| {
        let request = list().header("x-note", "a").header("x-note", "b");

        assert_eq!(t.root().send(&request).await.status, 200);
    });
}

#[test]
fn a_request_names_its_host() {
    in_memory(async |t| {
        assert_snapshot!(sent(&t, b"GET /instance HTTP/1.1\r\n\r\n").await, @"
        400 MalformedHttpRequestException
        The header host is required
        ");
        assert_snapshot!(sent(&t, b"GET /_roster/health HTTP/1.1\r\n\r\n").await, @"
        400 MalformedHttpRequestException
        The header host is required
        ");
    });
}

#[test]
fn a_target_in_absolute_form_names_the_same_host() {
    in_memory(async |t| {
        let bytes = text(t.root().bytes(&list()));
        let sent_to = async |authority: &str| {
            let absolute = format!("GET http://{authority}/instance");
            sent(&t, bytes.replacen("GET /instance", &absolute, 1).as_bytes()).await
        };
        let host = t.address().to_string();

        assert_eq!(sent_to(&host).await.status, 200);
        for other in ["roster.example.com", "127.0.0.1", &format!("eve@{host}")] {
            let answer = sent_to(other).await;
            assert_eq!(
                answer.error(),
                Some("MalformedHttpRequestException"),
                "{other}: {answer}"
            );
        }
    });
}

#[test]
fn a_body_comes_as_it_is_or_in_chunks() {
    in_memory(async |t| {
        for (name, value) in [
            ("transfer-encoding", "gzip, chunked"),
            ("transfer-encoding", "chunked, chunked"),
            ("transfer-encoding", "chunked\r\ntransfer-encoding: chunked"),
            ("content-encoding", "gzip"),
            ("content-encoding", "identity\r\ncontent-encoding: gzip"),
        ] {
            let signed = text(t.root().bytes(&update()));
            let coded = signed.replacen("host: ", &format!("{name}: {value}\r\nhost: "), 1);
            let coded = match name {
                "transfer-encoding" => coded.replacen("\r\n\r\n", "\r\n\r\n0\r\n\r\n", 1),
                _ => coded,
            };

            let answer = sent(&t, coded.as_bytes()).await;

            assert_eq!(answer.status, 400, "{name}: {value}: {answer}");
        }
        let identity = update().header("content-encoding", "identity");
        assert_eq!(t.root().send(&identity).await.status, 200);
    });
}

#[test]
fn a_request_belongs_to_the_run_that_its_header_names() {
    in_memory(async |t| {
        let audited = t.audited();
        for id in ["20261121T101530.125-ab12", "x", &"7".repeat(64)] {
            let answer = t.root().send(&update().header("x-roster-run-id", id)).await;
            assert_eq!(answer.status, 200, "{answer}");
        }
        assert_eq!(t.root().send(&update()).await.status, 200);

        let runs: Vec<_> = t.audit(audited).iter().map(|record| record.run.clone()).collect();

        let named = ["20261121T101530.125-ab12", "x", &"7".repeat(64)].map(|id| Some(id.into()));
        assert_eq!(runs, [&named[..], &[None]].concat());
    });
}

#[test]
fn a_malformed_id_of_a_run_is_refused() {
    in_memory(async |t| {
        for id in ["", "a b", "a/b", "a,b", &"7".repeat(65)] {
            let answer = t.root().send(&update().header("x-roster-run-id", id)).await;

            assert_eq!(
                (answer.status, answer.error()),
                (400, Some("MalformedHttpRequestException")),
                "{id}: {answer}"
            );
        }
    });
}

#[test]
fn policies_see_the_first_kibibyte_of_a_header() {
    in_memory(async |t| {
        let ana = t.root().make_iam_user("ana").await;
        let statement = json!({
            "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringLike": {"aws:UserAgent": "*x"}},
        });
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let input = json!({"UserName": "ana", "PolicyName": "agent", "PolicyDocument": document});
        t.root().done("iam:PutUserPolicy", input).await;

        for (length, status) in [(1023, 200), (1024, 403)] {
            let agent = "y".repeat(length) + "x";
            let answer = ana.send(&list().header("user-agent", &agent)).await;
            assert_eq!(answer.status, status, "{answer}");
        }
    });
}
