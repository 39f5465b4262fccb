//! Bad input loses nothing and kills nothing: after each the server answers, and mary is as she was.

use insta::assert_snapshot;
use roster_model::operations;
use roster_model::service::Service;
use roster_server::Limits;
use roster_testkit::{Answer, MANAGED, MARY, Request, Roster, in_memory};
use serde_json::{Value, json};

/// What a request that updates mary is like, but for its body.
fn update() -> Request {
    Request::new("POST", &format!("/users/{MANAGED}/{MARY}/identity-info"))
}

async fn update_with(t: &Roster, body: impl Into<Vec<u8>>) -> Answer {
    t.root().send(&update().body(body)).await
}

fn good() -> Value {
    json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}})
}

async fn must_be_unharmed(t: &Roster) {
    let mary = t.root().user(MANAGED, MARY).await;
    assert_eq!(mary["IdentityInfo"]["LastName"], "Miller");
}

#[test]
fn what_is_not_json_is_refused_at_its_place() {
    in_memory(async |t| {
        assert_snapshot!(update_with(&t, "{\"IdentityInfo\":").await, @"
        400 InvalidRequestException
        The request body is not valid JSON at line 1, column 16: it ends too early
        ");
        assert_snapshot!(update_with(&t, "{'IdentityInfo': {}}").await, @"
        400 InvalidRequestException
        The request body is not valid JSON at line 1, column 2: key must be a string
        ");
        assert_snapshot!(update_with(&t, "[]").await, @"
        400 InvalidRequestException
        The request body must be a JSON object
        ");
        for body in [
            &b"null"[..],
            b"7",
            b"\"text\"",
            b" ",
            b"\0",
            b"{} {}",
            b"{,}",
            b"{\"IdentityInfo\":{}",
            b"\xef\xbb\xbf{}",
            b"\xff\xfe{\0}\0",
            b"{\"IdentityInfo\":NaN}",
            b"{\"IdentityInfo\":1e999}",
            b"{\"IdentityInfo\":/**/{}}",
            b"<xml/>",
            b"IdentityInfo=x",
            b"{\"IdentityInfo\":{\"FirstName\":\"\xff\"}}",
            b"{\"IdentityInfo\":{\"FirstName\":\"\xed\xa0\x80\"}}",
            br#"{"IdentityInfo":{"FirstName":"\ud800"}}"#,
            br#"{"IdentityInfo":{"FirstName":"\udc00\ud800"}}"#,
            b"{\"IdentityInfo\":{\"FirstName\":\"\x01\"}}",
        ] {
            let answer = update_with(&t, body).await;
            let body = String::from_utf8_lossy(body);
            assert_eq!(
                answer.error(),
                Some("InvalidRequestException"),
                "{body}: {answer}"
            );
        }
        must_be_unharmed(&t).await;
    });
}

#[test]
fn no_body_at_all_lacks_what_is_required() {
    in_memory(async |t| {
        assert_snapshot!(update_with(&t, "").await, @"
        400 InvalidRequestException
        IdentityInfo is required
        ");
    });
}

#[test]
fn a_message_about_bad_json_repeats_nothing_of_it() {
    in_memory(async |t| {
        let answer = update_with(&t, r#"{"IdentityInfo":{"Email":"mary-secret@example.com"x"#).await;

        assert!(!answer.message().contains("secret"), "{answer}");
    });
}

#[test]
fn json_of_a_thousand_levels_is_refused() {
    in_memory(async |t| {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(1000), close.repeat(1000));
            for body in [deep.clone(), format!("{{\"IdentityInfo\":{deep}}}")] {
                let answer = update_with(&t, body).await;
                assert_eq!(answer.error(), Some("InvalidRequestException"), "{answer}");
            }
        }
        let unclosed = format!("{{\"a\":{}", "[".repeat(500_000));
        assert_eq!(
            update_with(&t, unclosed).await.error(),
            Some("InvalidRequestException")
        );
        must_be_unharmed(&t).await;
    });
}

#[test]
fn any_content_type_is_taken_for_json() {
    in_memory(async |t| {
        for content_type in [
            "application/json",
            "application/x-amz-json-1.1",
            "application/json; charset=utf-8",
            "text/plain",
            "nonsense",
            "",
        ] {
            let request = update()
                .header("content-type", content_type)
                .body(good().to_string());
            assert_eq!(t.root().send(&request).await.status, 200, "{content_type}");
        }
        assert_eq!(update_with(&t, good().to_string()).await.status, 200);
    });
}

#[test]
fn a_body_where_none_belongs_is_not_looked_at() {
    in_memory(async |t| {
        let request = Request::new("GET", "/instance").body("<not json>");

        assert_eq!(t.root().send(&request).await.status, 200);
    });
}

#[test]
fn a_body_cannot_speak_for_the_path() {
    in_memory(async |t| {
        let mut body = good();
        body["UserId"] = json!("87654321-0000-0000-0000-000000000000");
        body["InstanceId"] = json!("87654321-0000-0000-0000-000000000000");

        assert_eq!(update_with(&t, body.to_string()).await.status, 200);

        assert_eq!(
            t.root().user(MANAGED, MARY).await["IdentityInfo"]["LastName"],
            "Major"
        );
    });
}

#[test]
fn a_body_may_have_a_mebibyte_and_no_byte_more() {
    in_memory(async |t| {
        let limit = Limits::default().body_bytes;
        let padded = |length: usize| {
            let body = good().to_string();
            format!("{body}{}", " ".repeat(length - body.len()))
        };

        assert_eq!(update_with(&t, padded(limit)).await.status, 200);
        let audited = t.audited();
        assert_snapshot!(update_with(&t, padded(limit + 1)).await, @"
        413 RequestEntityTooLargeException
        The request body is larger than 1048576 bytes
        ");
        assert_snapshot!(t.audit(audited), @"UpdateUserIdentityInfo: RequestEntityTooLargeException");
    });
}

#[test]
fn a_huge_body_is_refused_before_it_has_arrived() {
    in_memory(async |t| {
        let mut connection = t.connect().await;
        let request = update().header("content-length", "1000000000000");
        connection.send(&t.root().bytes(&request)).await;
        connection
            .send(&vec![b' '; Limits::default().body_bytes + 1])
            .await;

        let answer = connection.answer().await;

        assert_eq!(answer.error(), Some("RequestEntityTooLargeException"));
        must_be_unharmed(&t).await;
    });
}

#[test]
fn an_endless_chunked_body_is_refused() {
    in_memory(async |t| {
        let mut connection = t.connect().await;
        let request = update().header("transfer-encoding", "chunked");
        connection.send(&t.root().bytes(&request)).await;
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        for _ in 0..=Limits::default().body_bytes / 0x10000 {
            connection.send(chunk.as_bytes()).await;
        }

        let answer = connection.answer().await;

        assert_eq!(answer.error(), Some("RequestEntityTooLargeException"));
        must_be_unharmed(&t).await;
    });
}

#[test]
fn a_head_may_be_large_but_not_huge() {
    in_memory(async |t| {
        let padded =
            |length: usize| Request::new("GET", "/instance").header("x-padding", &"x".repeat(length));
        assert_eq!(t.root().send(&padded(50_000)).await.status, 200);

        let mut connection = t.connect().await;
        connection.send(&t.root().bytes(&padded(200_000))).await;

        assert_eq!(connection.answer().await.status, 431);
        must_be_unharmed(&t).await;
    });
}

#[test]
fn a_thousand_headers_are_too_many() {
    in_memory(async |t| {
        let mut request = Request::new("GET", "/instance");
        for number in 0..1000 {
            request = request.header(&format!("x-{number}"), "x");
        }
        let mut connection = t.connect().await;

        connection.send(&t.root().bytes(&request)).await;

        assert_eq!(connection.answer().await.status, 431);
        must_be_unharmed(&t).await;
    });
}

#[test]
fn a_long_path_is_refused_like_any_other() {
    in_memory(async |t| {
        let long = format!("/users/{}/{MARY}", "x".repeat(8000));

        let answer = t.root().send(&Request::new("GET", &long)).await;

        assert_snapshot!(answer, @"
        400 InvalidParameterException
        InstanceId must have 1 to 100 characters, but has 8000
        ");
    });
}

#[test]
fn what_is_not_http_is_refused_and_the_connection_closed() {
    in_memory(async |t| {
        for bytes in [
            &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
            b"nonsense\r\n\r\n",
            b"GET /instance HTTP/9.9\r\n\r\n",
            b"GET /instance HTTP/1.1\r\nhost\r\n\r\n",
            b"GET /instance HTTP/1.1\r\nbad name: x\r\n\r\n",
            b"POST /instance HTTP/1.1\r\ncontent-length: x\r\n\r\n",
            b"POST /instance HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"\0\0\0\0\r\n\r\n",
        ] {
            let mut connection = t.connect().await;
            connection.send(bytes).await;
            connection.finish().await;

            if let Some(answer) = connection.answer_or_end().await {
                assert!(answer.status >= 400, "{bytes:?}: {}", answer.status);
                assert!(connection.answer_or_end().await.is_none(), "{bytes:?}");
            }
        }
        must_be_unharmed(&t).await;
    });
}

#[test]
fn a_length_and_chunks_at_once_do_not_smuggle_a_second_request() {
    in_memory(async |t| {
        let operation = operations::find(Service::Connect, "DeleteUser").expect("an operation");
        let hidden = Request::of(operation, &json!({"InstanceId": MANAGED, "UserId": MARY}));
        let hidden = t.root().bytes(&hidden);
        let head = format!(
            "GET /_roster/health HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            hidden.len() + 5
        );
        let mut connection = t.connect().await;

        connection.send(&[head.as_bytes(), &hidden].concat()).await;

        // Whatever the first is answered, the connection must not go on as if nothing were odd.
        let first = connection.answer().await;
        let second = connection.answer_or_end().await;
        assert!(
            first.status == 400 || second.is_none(),
            "{} {second:?}",
            first.status
        );
        must_be_unharmed(&t).await;
    });
}
