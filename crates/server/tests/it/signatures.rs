//! Signatures as they arrive over a socket. What `roster_sigv4` decides by itself is tested there.

use std::time::Duration;

use insta::assert_snapshot;
use roster_model::operations;
use roster_model::service::Service;
use roster_testkit::{Actor, Answer, MANAGED, MARY, Request, Roster, in_memory};
use serde_json::json;

fn list() -> Request {
    Request::new("GET", "/instance?maxResults=2")
}

fn update() -> Request {
    let operation = operations::find(Service::Connect, "UpdateUserIdentityInfo").expect("an operation");
    let info = json!({"FirstName": "Mary", "LastName": "Major"});
    Request::of(
        operation,
        &json!({"InstanceId": MANAGED, "UserId": MARY, "IdentityInfo": info}),
    )
}

/// Sends the bytes of a signed request after someone has changed them on the way.
async fn send_changed(t: &Roster, request: &Request, from: &str, to: &str) -> Answer {
    let bytes = String::from_utf8(t.root().bytes(request)).expect("text");
    assert!(bytes.contains(from), "there is no {from} in {bytes}");
    let mut connection = t.connect().await;
    connection.send(bytes.replacen(from, to, 1).as_bytes()).await;
    connection.answer().await
}

#[test]
fn whatever_was_signed_cannot_be_changed() {
    in_memory(async |t| {
        let update = update().header("x-amz-meta", "a").header("x-signed", "a");
        for (what, from, to) in [
            ("method", "POST /", "PUT /"),
            ("user", MARY, "87654321-2222-1234-1234-111234567892"),
            ("body", "Major", "Minor"),
            ("host", "host: 127", "host: 128"),
            ("header", "x-signed: a", "x-signed: b"),
            ("amz header", "x-amz-meta: a", "x-amz-meta: b"),
            ("signed headers", ";x-signed", ""),
        ] {
            let answer = send_changed(&t, &update, from, to).await;

            assert_ne!(answer.status, 200, "{what}");
            if what != "method" {
                assert_eq!(
                    answer.error(),
                    Some("InvalidSignatureException"),
                    "{what}: {answer}"
                );
            }
        }
        let answer = send_changed(&t, &list(), "maxResults=2", "maxResults=3").await;
        assert_eq!(answer.error(), Some("InvalidSignatureException"), "{answer}");
        assert_eq!(
            t.root().user(MANAGED, MARY).await["IdentityInfo"]["LastName"],
            "Miller"
        );
    });
}

#[test]
fn what_was_not_signed_can_be() {
    in_memory(async |t| {
        let added = send_changed(&t, &update(), "host: ", "x-forwarded-for: a\r\nhost: ").await;
        assert_eq!(added.status, 200, "{added}");
        let amz = send_changed(&t, &update(), "host: ", "x-amz-meta: a\r\nhost: ").await;
        assert_snapshot!(amz, @"
        403 InvalidSignatureException
        'x-amz-meta' must be a 'SignedHeader' in the AWS Authorization.
        ");
    });
}

#[test]
fn the_order_of_headers_and_the_case_of_their_names_do_not_matter() {
    in_memory(async |t| {
        let bytes = String::from_utf8(t.root().bytes(&update())).expect("text");
        let (head, body) = bytes.split_once("\r\n\r\n").expect("a head");
        let (line, headers) = head.split_once("\r\n").expect("a first line");
        let shout = |header: &str| {
            let (name, value) = header.split_once(": ").expect("a header");
            format!("{}:   {value}  ", name.to_ascii_uppercase())
        };
        let mut headers: Vec<_> = headers.split("\r\n").map(shout).collect();
        headers.reverse();
        let mut connection = t.connect().await;

        let changed = format!("{line}\r\n{}\r\n\r\n{body}", headers.join("\r\n"));
        connection.send(changed.as_bytes()).await;

        assert_eq!(connection.answer().await.status, 200);
    });
}

#[test]
fn of_a_query_key_that_is_repeated_the_first_counts() {
    in_memory(async |t| {
        let request = Request::new("GET", "/instance?maxResults=2&maxResults=1&unknown=x&unknown=");

        let answer = t.root().send(&request).await;

        assert_eq!(
            answer.json()["InstanceSummaryList"].as_array().map(Vec::len),
            Some(2)
        );
    });
}

#[test]
fn the_order_of_a_query_is_not_signed() {
    in_memory(async |t| {
        let request = Request::new("GET", "/instance?a=1&maxResults=2");

        let answer = send_changed(&t, &request, "a=1&maxResults=2", "maxResults=2&a=1").await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}

#[test]
fn a_plus_and_an_escaped_space_are_the_same_in_a_query() {
    in_memory(async |t| {
        let request = Request::new("GET", "/instance?nextToken=a%20b");

        let plus = send_changed(&t, &request, "a%20b", "a+b").await;
        let escaped_plus = send_changed(&t, &request, "a%20b", "a%2Bb").await;

        // The signature is good, and the token is none.
        assert_eq!(plus.error(), Some("InvalidRequestException"), "{plus}");
        assert_eq!(
            escaped_plus.error(),
            Some("InvalidSignatureException"),
            "{escaped_plus}"
        );
    });
}

#[test]
fn an_escaped_arn_in_a_path_can_be_signed() {
    in_memory(async |t| {
        let arn = t.root().user(MANAGED, MARY).await["Arn"].take();

        let input = json!({"InstanceId": MANAGED, "UserId": arn});

        assert_eq!(t.root().call("DescribeUser", input).await.status, 200);
    });
}

#[test]
fn a_key_signs_for_one_service_after_another() {
    in_memory(async |t| {
        for operation in [
            "ListInstances",
            "sts:GetCallerIdentity",
            "cloudtrail:LookupEvents",
        ] {
            let answer = t.root().call(operation, json!({})).await;

            assert_eq!(answer.status, 200, "{operation}: {answer}");
        }
    });
}

#[test]
fn a_content_length_may_be_signed() {
    in_memory(async |t| {
        let request = update();
        let length = request.body.len().to_string();

        let answer = t.root().send(&request.header("content-length", &length)).await;

        assert_eq!(answer.status, 200, "{answer}");
    });
}

#[test]
fn a_body_hash_that_is_sent_must_be_that_of_the_body() {
    in_memory(async |t| {
        assert_eq!(t.root().with_body_hash().send(&update()).await.status, 200);
        assert_eq!(t.root().with_body_hash().send(&list()).await.status, 200);
        let wrong = update().header("x-amz-content-sha256", &"0".repeat(64));
        assert_snapshot!(t.root().send(&wrong).await, @"
        403 InvalidSignatureException
        The provided 'x-amz-content-sha256' header does not match what was computed.
        ");
        for other in ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", ""] {
            let answer = t
                .root()
                .send(&update().header("x-amz-content-sha256", other))
                .await;
            assert_eq!(
                answer.error(),
                Some("InvalidSignatureException"),
                "{other}: {answer}"
            );
        }
    });
}

#[test]
fn clocks_may_differ_by_five_minutes_either_way() {
    in_memory(async |t| {
        for seconds in [-300, -1, 0, 1, 300] {
            assert_eq!(
                t.root().ahead_by(seconds).send(&list()).await.status,
                200,
                "{seconds}"
            );
        }
        assert_snapshot!(t.root().ahead_by(-301).send(&list()).await, @"
        403 InvalidSignatureException
        Signature expired: 20261121T101029Z is now earlier than 20261121T101030Z (20261121T101530Z - 5 min.)
        ");
        assert_snapshot!(t.root().ahead_by(301).send(&list()).await, @"
        403 InvalidSignatureException
        Signature not yet current: 20261121T102031Z is still later than 20261121T102030Z (20261121T101530Z + 5 min.)
        ");
    });
}

#[test]
fn a_request_that_was_overheard_is_good_for_five_minutes() {
    in_memory(async |t| {
        let bytes = t.root().bytes(&list());
        let mut connection = t.connect().await;
        t.clock.advance(Duration::from_mins(5));
        connection.send(&bytes).await;
        assert_eq!(connection.answer().await.status, 200);

        t.clock.advance(Duration::from_secs(1));
        connection.send(&bytes).await;

        assert_eq!(
            connection.answer().await.error(),
            Some("InvalidSignatureException")
        );
    });
}

#[test]
fn signatures_go_on_over_midnight() {
    in_memory(async |t| {
        for _ in 0..40 {
            assert_eq!(t.root().send(&list()).await.status, 200);
            t.clock.advance(Duration::from_hours(24));
        }
    });
}

#[test]
fn a_signature_is_scoped_to_connect_and_to_a_region_of_the_accounts_partition() {
    in_memory(async |t| {
        assert_snapshot!(t.root().for_service("execute-api").send(&list()).await, @"
        403 InvalidSignatureException
        Credential should be scoped to correct service: 'connect'.
        ");
        assert_snapshot!(t.root().in_region("nowhere").send(&list()).await, @"
        403 UnrecognizedClientException
        The security token included in the request is invalid.
        ");
        for region in [
            "US-EAST-1",
            "us-east-1a",
            "us",
            "us-east-1 ",
            "us_east_1",
            "-",
            "aws-global",
            "us-gov-x",
            "cn-north-1",
        ] {
            let answer = t.root().in_region(region).send(&list()).await;
            assert_ne!(answer.status, 200, "{region}");
        }
    });
}

#[test]
fn a_session_token_does_not_go_with_a_root_key() {
    in_memory(async |t| {
        assert_snapshot!(t.root().with_session_token("any").send(&list()).await, @"
        403 UnrecognizedClientException
        The security token included in the request is invalid.
        ");
    });
}

#[test]
fn a_wrong_secret_and_an_unknown_key_have_awss_different_answers() {
    in_memory(async |t| {
        assert_snapshot!(t.root().forging().send(&list()).await, @"
        403 InvalidSignatureException
        The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.
        ");
        assert_snapshot!(t.unknown().send(&list()).await, @"
        403 UnrecognizedClientException
        The security token included in the request is invalid.
        ");
        assert_snapshot!(t.anonymous().send(&list()).await, @"
        403 MissingAuthenticationTokenException
        Missing Authentication Token
        ");
    });
}

#[test]
fn a_malformed_authorization_is_refused_without_being_repeated() {
    in_memory(async |t| {
        let claim = async |value: &str| {
            let request = list()
                .header("x-amz-date", "20261121T101530Z")
                .header("authorization", value);
            t.anonymous().send(&request).await
        };

        assert_snapshot!(claim("AWS4-HMAC-SHA256").await, @"
        400 IncompleteSignatureException
        Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.
        ");
        assert_snapshot!(claim("AWS4-HMAC-SHA256 Credential=A/20261121/us-east-1/connect, SignedHeaders=host, Signature=00").await, @"
        400 IncompleteSignatureException
        Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'A/20261121/us-east-1/connect'
        ");
        for value in [
            "",
            "Bearer x=secret",
            "Basic eDp5",
            "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=, Signature=",
        ] {
            let answer = claim(value).await;
            assert_eq!(
                answer.error(),
                Some("IncompleteSignatureException"),
                "{value}: {answer}"
            );
            assert!(!answer.message().contains("secret"), "{answer}");
        }
    });
}

#[test]
fn empty_and_dot_segments_cannot_give_a_signature_another_meaning() {
    in_memory(async |t| {
        let sent = async |actor: Actor<'_>, target: &str| actor.send(&Request::new("DELETE", target)).await;
        let user = format!("/users/{MANAGED}/{MARY}");

        for target in [
            format!("/users/{MANAGED}/./{MARY}"),
            format!("/users//{MANAGED}/{MARY}"),
            format!("/users/x/../{MANAGED}/{MARY}"),
            format!("/.{user}"),
            format!("{user}/."),
        ] {
            let answer = sent(t.root(), &target).await;
            assert_eq!(
                answer.error(),
                Some("UnknownOperationException"),
                "{target}: {answer}"
            );
        }
        assert_eq!(t.root().user(MANAGED, MARY).await["Username"], "mary");
    });
}
