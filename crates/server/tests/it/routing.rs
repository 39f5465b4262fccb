//! Which path leads where, as sent and not as tidied up.

use std::time::Duration;

use insta::assert_snapshot;
use roster_model::service::Service;
use roster_model::{catalogue, operations};
use roster_testkit::{MANAGED, MARY, Request, Roster, in_memory};

/// Sends a request line that no client would send, with good headers.
async fn send_line(t: &Roster, line: &str) -> roster_testkit::Answer {
    let mut connection = t.connect().await;
    let host = t.address();
    connection
        .send(format!("{line} HTTP/1.1\r\nhost: {host}\r\n\r\n").as_bytes())
        .await;
    connection.answer().await
}

#[test]
fn what_connect_has_and_roster_has_not_is_not_implemented_and_named() {
    in_memory(async |t| {
        let mut count = 0;
        for entry in
            catalogue::entries().filter(|entry| operations::find(Service::Connect, entry.name).is_none())
        {
            t.clock.advance(Duration::from_mins(1));
            let audited = t.audited();
            let target = entry.path.replace(['{', '}', '+'], "");

            let answer = t.root().send(&Request::new(entry.method, &target)).await;

            let name = entry.name;
            assert_eq!(answer.status, 501, "{name}: {answer}");
            assert_eq!(answer.error(), Some("NotImplementedException"), "{name}");
            assert!(
                answer.message().contains(&format!(" {name},")),
                "{name}: {answer}"
            );
            let audit = t.audit(audited);
            assert_eq!(audit.only().operation.as_deref(), Some(name));
            count += 1;
        }
        assert_eq!(
            count + operations::of(Service::Connect).count(),
            catalogue::entries().count()
        );
    });
}

#[test]
fn the_message_of_what_is_not_implemented_says_so() {
    in_memory(async |t| {
        assert_snapshot!(t.root().send(&Request::new("POST", "/contact/start-streaming")).await, @"
        501 NotImplementedException
        Amazon Connect has the operation StartContactStreaming, but Roster does not have it yet
        ");
    });
}

#[test]
fn other_paths_and_methods_lead_nowhere() {
    in_memory(async |t| {
        for (method, target) in [
            ("GET", "/"),
            ("GET", "//"),
            ("GET", "/instances"),
            ("GET", "/INSTANCE"),
            ("GET", "//instance"),
            ("GET", "/instance//"),
            ("GET", "/%69nstance"),
            ("GET", "/instance%2F"),
            ("GET", "/_roster/"),
            ("GET", "/_roster/health/"),
            ("HEAD", "/instances"),
            ("OPTIONS", "/instance"),
            ("PATCH", "/instance"),
            ("TRACE", "/instance"),
            ("get", "/instance"),
            ("BREW", "/instance"),
            ("POST", "/_roster/health"),
        ] {
            t.clock.advance(Duration::from_mins(1));
            let audited = t.audited();
            let mut connection = t.connect().await;

            connection
                .send(&t.root().bytes(&Request::new(method, target)))
                .await;

            let answer = match method {
                "HEAD" => connection.answer_head().await.expect("an answer"),
                _ => connection.answer().await,
            };
            assert_eq!(answer.status, 404, "{method} {target}");
            assert_eq!(
                answer.error(),
                Some("UnknownOperationException"),
                "{method} {target}"
            );
            assert_eq!(t.audit(audited).only().operation, None);
        }
    });
}

#[test]
fn a_head_request_gets_no_body_and_disturbs_nothing() {
    in_memory(async |t| {
        let mut connection = t.connect().await;
        connection
            .send(&t.root().bytes(&Request::new("HEAD", "/instance")))
            .await;
        assert_eq!(connection.answer_head().await.expect("an answer").status, 404);

        connection
            .send(&t.root().bytes(&Request::new("GET", "/instance")))
            .await;

        assert_eq!(connection.answer().await.status, 200);
    });
}

#[test]
fn dots_are_no_label() {
    in_memory(async |t| {
        for target in ["/instance/.", "/instance/..", "/users/./.", "/users/x/.."] {
            let answer = t.root().send(&Request::new("GET", target)).await;
            assert_eq!(answer.status, 404, "{target}: {answer}");
        }
    });
}

#[test]
fn escaped_dots_and_slashes_stay_within_their_label() {
    in_memory(async |t| {
        let traversal = Request::new("GET", &format!("/users/{MANAGED}/%2E%2E%2F{MARY}"));
        assert_snapshot!(t.root().send(&traversal).await, @r#"
        400 InvalidParameterException
        UserId must be an id or an ARN, but is "../87654321-2222-1234-1234-111234567891"
        "#);
        let dots = Request::new("GET", "/instance/%2e%2e");
        assert_snapshot!(t.root().send(&dots).await, @r#"
        400 InvalidRequestException
        InstanceId must be an id or an ARN, but is ".."
        "#);
    });
}

#[test]
fn odd_escapes_are_refused_or_stand_for_themselves() {
    in_memory(async |t| {
        for label in ["%", "%zz", "%4", "%00", "%0a", "%C3%A4", "~", "a%2", "%25%32%46"] {
            let answer = t
                .root()
                .send(&Request::new("GET", &format!("/users/{MANAGED}/{label}")))
                .await;
            assert_eq!(
                answer.error(),
                Some("InvalidParameterException"),
                "{label}: {answer}"
            );
        }
        assert_snapshot!(t.root().send(&Request::new("GET", "/users/%ff/x")).await, @"
        400 InvalidRequestException
        InstanceId is not valid UTF-8 after percent-decoding
        ");
        assert_snapshot!(t.root().send(&Request::new("GET", "/instance?nextToken=%ff")).await, @"
        400 InvalidRequestException
        NextToken is not valid UTF-8 after percent-decoding
        ");
        let escaped = format!("/users/{}/{MARY}", MANAGED.replace('-', "%2d"));
        assert_eq!(t.root().send(&Request::new("GET", &escaped)).await.status, 200);
    });
}

#[test]
fn an_address_in_absolute_form_is_its_path() {
    in_memory(async |t| {
        let bytes = t.root().bytes(&Request::new("GET", "/instance?maxResults=1"));
        let absolute = format!("GET http://{}/instance", t.address());
        let bytes = String::from_utf8(bytes)
            .expect("text")
            .replacen("GET /instance", &absolute, 1);
        let mut connection = t.connect().await;

        connection.send(bytes.as_bytes()).await;

        let answer = connection.answer().await;
        assert_eq!(answer.status, 200, "{answer}");
    });
}

#[test]
fn request_targets_that_are_no_path_are_refused() {
    in_memory(async |t| {
        for line in [
            "OPTIONS *",
            "CONNECT example.com:443",
            "GET instance",
            "GET /a b",
            "GET /\u{e4}",
            "G\u{0}T /",
        ] {
            let answer = send_line(&t, line).await;
            assert!((400..500).contains(&answer.status), "{line:?}: {}", answer.status);
        }
        assert_eq!(t.root().send(&Request::new("GET", "/instance")).await.status, 200);
    });
}

#[test]
fn the_health_endpoint_asks_for_no_signature_and_is_not_audited() {
    in_memory(async |t| {
        let audited = t.audited();

        for actor in [t.anonymous(), t.root(), t.root().forging(), t.unknown()] {
            for target in ["/_roster/health", "/_roster/health?verbose"] {
                let answer = actor.send(&Request::new("GET", target)).await;
                assert_eq!(
                    (answer.status, answer.json()["status"].as_str()),
                    (200, Some("ok"))
                );
            }
        }

        assert_eq!(t.audited(), audited);
    });
}
