//! What SDKs do differently on the wire, to the byte.

use serde_json::json;

use crate::harness::{
    ARN, Connection, Dialect, INSTANCE, MARY, RawRequest, Roster, Wire, identity_info_of, user,
};

fn signed_headers(request: &RawRequest) -> &str {
    let authorization = request
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let (_, value) = authorization.expect("a signature");
    let (_, rest) = value.split_once("SignedHeaders=").expect("signed headers");
    rest.split(',').next().expect("signed headers")
}

#[test]
fn each_sdk_signs_headers_of_its_own_choice() {
    let server = Roster::demo();
    let body = json!({"IdentityInfo": {"FirstName": "Zoë", "LastName": "Major"}});
    let retries = "amz-sdk-invocation-id;amz-sdk-request";
    for (dialect, with_body, without) in [
        (
            Dialect::Botocore,
            "content-type;host;x-amz-date".to_owned(),
            "host;x-amz-date".to_owned(),
        ),
        (
            Dialect::Paws,
            "content-length;content-type;host;x-amz-date".to_owned(),
            "content-length;content-type;host;x-amz-date".to_owned(),
        ),
        (
            Dialect::Java,
            format!("{retries};content-length;content-type;host;x-amz-content-sha256;x-amz-date"),
            format!("{retries};host;x-amz-content-sha256;x-amz-date"),
        ),
        (
            Dialect::Go,
            format!("{retries};content-length;content-type;host;x-amz-date"),
            format!("{retries};host;x-amz-date"),
        ),
    ] {
        let wire = Wire::to(&server).speaking(dialect);
        let update = wire.signed("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
        assert_eq!(signed_headers(&update), with_body, "{dialect:?}");
        let answer = wire.send_raw(&update);
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{dialect:?}");

        let describe = wire.signed("GET", &user(INSTANCE, MARY), None);
        assert_eq!(signed_headers(&describe), without, "{dialect:?}");
        let described = wire.send_raw(&describe).json();
        assert_eq!(
            described["User"]["IdentityInfo"]["FirstName"], "Zoë",
            "{dialect:?}"
        );
    }
}

#[test]
fn pythons_escapes_and_the_raw_letters_of_others_say_the_same() {
    let server = Roster::demo();
    let body = json!({"IdentityInfo": {"FirstName": "Zoë 🦀", "LastName": "李"}});
    let target = identity_info_of(INSTANCE, MARY);
    let python = Wire::to(&server).signed("POST", &target, Some(&body));
    let written = String::from_utf8(python.body.clone()).expect("text");
    assert_eq!(
        written,
        r#"{"IdentityInfo": {"FirstName": "Zo\u00eb \ud83e\udd80", "LastName": "\u674e"}}"#
    );
    let wire = Wire::to(&server);
    for request in [
        python,
        wire.clone()
            .speaking(Dialect::Go)
            .signed("POST", &target, Some(&body)),
    ] {
        assert_eq!(wire.send_raw(&request).status, 200);
        let shown = wire.send("GET", &user(INSTANCE, MARY), None).json();
        assert_eq!(shown["User"]["IdentityInfo"]["FirstName"], "Zoë 🦀");
        assert_eq!(shown["User"]["IdentityInfo"]["LastName"], "李");
    }
}

#[test]
fn paws_drops_empty_members_and_so_clears_them() {
    let server = Roster::demo();
    let paws = Wire::to(&server).speaking(Dialect::Paws);
    let target = identity_info_of(INSTANCE, MARY);
    let with = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major", "SecondaryEmail": "mary@example.org"}});
    assert_eq!(paws.send("POST", &target, Some(&with)).status, 200);

    let without = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major", "SecondaryEmail": ""}});
    let request = paws.signed("POST", &target, Some(&without));
    assert_eq!(
        String::from_utf8_lossy(&request.body),
        r#"{"IdentityInfo":{"FirstName":"Mary","LastName":"Major"}}"#
    );
    assert_eq!(paws.send_raw(&request).status, 200);

    let shown = paws.send("GET", &user(INSTANCE, MARY), None).json();
    assert_eq!(
        shown["User"]["IdentityInfo"],
        json!({"FirstName": "Mary", "LastName": "Major", "Email": "mary@example.com"})
    );
}

#[test]
fn an_empty_member_that_is_sent_clears_as_well() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let target = identity_info_of(INSTANCE, MARY);
    for secondary in ["mary@example.org", ""] {
        let body =
            json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major", "SecondaryEmail": secondary}});
        assert_eq!(wire.send("POST", &target, Some(&body)).status, 200);
    }
    let shown = wire.send("GET", &user(INSTANCE, MARY), None).json();
    assert_eq!(shown["User"]["IdentityInfo"].get("SecondaryEmail"), None);
}

#[test]
fn a_body_hash_that_does_not_match_is_refused() {
    let server = Roster::demo();
    let java = Wire::to(&server).speaking(Dialect::Java);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let mut request = java.signed("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    for (name, value) in &mut request.headers {
        if name == "x-amz-content-sha256" {
            "0".repeat(64).clone_into(value);
        }
    }
    let refusal = java.send_raw(&request).refusal();
    assert!(refusal.starts_with("403 InvalidSignatureException"), "{refusal}");
}

#[test]
fn an_arn_in_the_path_arrives_percent_encoded() {
    let server = Roster::demo();
    let encoded = |arn: String| arn.replace(':', "%3A").replace('/', "%2F");
    let target = user(
        &encoded(format!("{ARN}{INSTANCE}")),
        &encoded(format!("{ARN}{INSTANCE}/agent/{MARY}")),
    );
    for dialect in [Dialect::Botocore, Dialect::Paws, Dialect::Java, Dialect::Go] {
        let answer = Wire::to(&server).speaking(dialect).send("GET", &target, None);
        assert_eq!(answer.json()["User"]["Id"], MARY, "{dialect:?}");
    }
}

#[test]
fn many_requests_share_a_connection() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let mut connection = Connection::to(server.address()).expect("the server accepts");
    for _ in 0..3 {
        let good = wire.signed("GET", &user(INSTANCE, MARY), None);
        assert_eq!(connection.send(&good).expect("an answer").status, 200);
        let bad = wire.signed("GET", &user(INSTANCE, "nobody"), None);
        assert_eq!(connection.send(&bad).expect("an answer").status, 400);
    }
}

#[test]
fn a_point_in_time_is_a_number_of_seconds() {
    let server = Roster::demo();
    let shown = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None).json();
    assert!(shown["User"]["LastModifiedTime"].is_number(), "{shown}");
}
