//! Requests at the edge of what the API can read, most of which no SDK would send.

use serde_json::{Value, json};

use crate::harness::{INSTANCE, MARY, Roster, Wire, identity_info_of, user};

#[test]
fn a_body_that_cannot_be_read_is_an_invalid_request() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let deep = "[".repeat(5000);
    for (body, expected) in [
        ("", "IdentityInfo is required"),
        ("{}", "IdentityInfo is required"),
        (r#"{"IdentityInfo":null}"#, "IdentityInfo is required"),
        ("null", "The request body must be a JSON object"),
        ("[]", "The request body must be a JSON object"),
        (
            r#"{"IdentityInfo""#,
            "The request body is not valid JSON at line 1, column 15: it ends too early",
        ),
        (
            &deep,
            "The request body is not valid JSON at line 1, column 128: recursion limit exceeded",
        ),
        (
            r#"{"IdentityInfo":{"FirstName":["Mary"],"LastName":"Major"}}"#,
            "IdentityInfo.FirstName must be a string, but is a list",
        ),
    ] {
        let request = wire.signed_bytes("POST", &identity_info_of(INSTANCE, MARY), body.into());
        assert_eq!(
            wire.send_raw(&request).refusal(),
            format!("400 InvalidRequestException: {expected}")
        );
    }
}

#[test]
fn an_unknown_member_is_ignored() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major", "Shoe": 38}, "More": true});
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
}

#[test]
fn a_label_that_is_no_id_is_an_invalid_parameter() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    for (label, expected) in [
        (
            "",
            r#"400 InvalidParameterException: UserId must be an id or an ARN, but is """#,
        ),
        (
            "a%20b",
            r#"400 InvalidParameterException: UserId must be an id or an ARN, but is "a b""#,
        ),
        (
            "%FF",
            "400 InvalidRequestException: UserId is not valid UTF-8 after percent-decoding",
        ),
    ] {
        let answer = wire.send("GET", &user(INSTANCE, label), None);
        assert_eq!(answer.refusal(), expected);
    }
}

#[test]
fn a_page_that_cannot_be_is_refused() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    for (query, expected) in [
        (
            "maxResults=0",
            "InvalidParameterException: MaxResults must be 1 to 1000, but is 0",
        ),
        (
            "maxResults=1001",
            "InvalidParameterException: MaxResults must be 1 to 1000, but is 1001",
        ),
        (
            "maxResults=ten",
            "InvalidRequestException: MaxResults must be a number, but is a string",
        ),
        (
            "nextToken=zzz",
            "InvalidParameterException: NextToken was not given out for this list: take it from the page before, unchanged",
        ),
    ] {
        let answer = wire.send("GET", &format!("/users-summary/{INSTANCE}?{query}"), None);
        assert_eq!(answer.refusal(), format!("400 {expected}"));
    }
}

#[test]
fn the_same_client_token_makes_one_instance() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let create = |alias: &str| {
        let body = json!({
            "ClientToken": "the-same",
            "IdentityManagementType": "CONNECT_MANAGED",
            "InstanceAlias": alias,
            "InboundCallsEnabled": true,
            "OutboundCallsEnabled": true,
        });
        wire.send("PUT", "/instance", Some(&body))
    };
    let (first, again) = (create("one"), create("one"));
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.json(), again.json());
    assert_eq!(
        create("another").refusal(),
        "400 InvalidRequestException: ClientToken was used before with other parameters: use a new token for a new request"
    );
}

#[test]
fn every_answer_carries_an_id_of_its_own() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let mut ids: Vec<String> = ["/instance", "/no-such-thing", "/users/x/y", "/_roster/health"]
        .iter()
        .map(|target| {
            let answer = wire.send("GET", target, None);
            let id = answer.header("x-amzn-RequestId").map(str::to_owned);
            id.unwrap_or_else(|| panic!("{target} has no id"))
        })
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

#[test]
fn a_region_is_a_world_of_its_own() {
    let server = Roster::demo();
    let mut wire = Wire::to(&server);
    "eu-west-1".clone_into(&mut wire.key.region);
    let listed: Value = wire.send("GET", "/instance", None).json();
    assert_eq!(listed["InstanceSummaryList"], json!([]));
    let answer = wire.send("GET", &user(INSTANCE, MARY), None);
    assert_eq!(
        answer.refusal(),
        format!("404 ResourceNotFoundException: There is no instance {INSTANCE} in this account and Region")
    );
}
