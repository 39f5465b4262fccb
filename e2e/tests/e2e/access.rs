//! Which callers are admitted, and what the others get.

use std::time::Duration;

use serde_json::json;

use crate::harness::{
    Connection, INSTANCE, MARY, RawRequest, Roster, SAM, Start, Wire, administer, identity_info_of, user,
};

/// A request without a signature.
fn unsigned(server: &Roster, method: &str, target: &str, headers: &[(&str, &str)]) -> RawRequest {
    let mut all = vec![("host".to_owned(), server.address().to_owned())];
    all.extend(
        headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    RawRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: all,
        body: Vec::new(),
    }
}

#[test]
fn a_request_without_a_signature_is_refused() {
    let server = Roster::demo();
    let answer = Wire::to(&server).send_raw(&unsigned(&server, "GET", &user(INSTANCE, MARY), &[]));
    assert_eq!(
        answer.refusal(),
        "403 MissingAuthenticationTokenException: Missing Authentication Token"
    );
}

#[test]
fn health_asks_for_no_signature_and_leaves_no_record() {
    let server = Roster::demo();
    let known = server.audit().len();
    let answer = Wire::to(&server).send_raw(&unsigned(&server, "GET", "/_roster/health", &[]));
    assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("ok")));
    assert_eq!(server.audit().len(), known);
}

#[test]
fn a_path_that_connect_does_not_have_is_an_unknown_operation() {
    let server = Roster::demo();
    let answer = Wire::to(&server).send("GET", "/no-such-thing", None);
    assert_eq!(
        answer.refusal(),
        "404 UnknownOperationException: Amazon Connect has no operation with this method and path"
    );
}

#[test]
fn an_old_signature_is_refused() {
    let server = Roster::demo();
    let mut wire = Wire::to(&server);
    wire.late_by = Duration::from_secs(290);
    assert_eq!(wire.send("GET", &user(INSTANCE, MARY), None).status, 200);

    wire.late_by = Duration::from_secs(310);
    let refusal = wire.send("GET", &user(INSTANCE, MARY), None).refusal();
    assert!(
        refusal.starts_with("403 InvalidSignatureException: Signature expired: "),
        "{refusal}"
    );
}

#[test]
fn a_request_that_was_changed_on_the_way_is_refused() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let signed = wire.signed("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(wire.send_raw(&signed).status, 200);

    let text = String::from_utf8(signed.body.clone()).expect("text");
    let another_body = RawRequest {
        body: text.replace("Major", "Minor").into(),
        ..signed.clone()
    };
    let another_path = RawRequest {
        target: signed.target.replace(MARY, SAM),
        ..signed.clone()
    };
    let another_query = RawRequest {
        target: signed.target.clone() + "?a=b",
        ..signed
    };
    for changed in [another_body, another_query, another_path] {
        let refusal = wire.send_raw(&changed).refusal();
        let expected = "403 InvalidSignatureException: The request signature we calculated does not match";
        assert!(refusal.starts_with(expected), "{refusal}");
    }
    assert_eq!(
        wire.send("GET", &user(INSTANCE, MARY), None).json()["User"]["IdentityInfo"]["LastName"],
        "Major"
    );
}

#[test]
fn with_access_off_anything_goes_on_the_loopback() {
    let server = Start::with(&["--demo", "--access", "off"]).start();
    let mut connection = Connection::to(server.address()).expect("the server accepts");
    let mut update = unsigned(
        &server,
        "POST",
        &identity_info_of(INSTANCE, MARY),
        &[("content-type", "application/json")],
    );
    update.body = br#"{"IdentityInfo":{"FirstName":"Mary","LastName":"Major"}}"#.to_vec();
    let length = update.body.len().to_string();
    update.headers.push(("content-length".to_owned(), length));

    let answer = connection.send(&update).expect("an answer");

    assert_eq!((answer.status, answer.body), (200, Vec::new()));
    let audit = server.audit();
    let by = |principal: &str| {
        let mut records = audit.iter().filter(|record| record["Principal"] == principal);
        records
            .next_back()
            .unwrap_or_else(|| panic!("{principal}: {audit:?}"))
    };
    assert_eq!(by("roster serve")["Changes"][0]["After"], "off");
    assert_eq!(by("anonymous")["Operation"], "UpdateUserIdentityInfo");
    assert_eq!(by("anonymous")["Access"], "off");
    let finished = server.stop();
    assert!(finished.stderr.contains("ACCESS IS OFF"), "{finished:?}");
}

#[test]
fn with_access_off_no_web_page_gets_in() {
    let server = Start::with(&["--demo", "--access", "off"]).start();
    let from_a_page = [("origin", "https://evil.example.com")];
    let with_an_origin = unsigned(&server, "GET", &user(INSTANCE, MARY), &from_a_page);
    let mut by_another_name = unsigned(&server, "GET", &user(INSTANCE, MARY), &[]);
    "evil.example.com".clone_into(&mut by_another_name.headers[0].1);
    for request in [with_an_origin, by_another_name] {
        let mut connection = Connection::to(server.address()).expect("the server accepts");
        let refusal = connection.send(&request).expect("an answer").refusal();
        let expected = "403 AccessDeniedException: This server checks no signatures, so it takes no request";
        assert!(refusal.starts_with(expected), "{refusal}");
    }
}

#[test]
fn with_access_off_it_listens_on_the_loopback_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = Start::with_only(&["--access", "off", "--listen", "0.0.0.0:0"]);
    let finished = start.refused(folder.path());
    assert_eq!(finished.code(), 1);
    assert!(
        finished.stderr.contains(
            "roster: --access off lets anyone do anything, so it listens on loopback only: not on 0.0.0.0:0"
        ),
        "{finished:?}"
    );
}

#[test]
fn with_access_observe_a_signature_is_still_asked_for() {
    let server = Start::with(&["--demo", "--access", "observe"]).start();
    let wire = Wire::to(&server);
    let answer = wire.send_raw(&unsigned(&server, "GET", &user(INSTANCE, MARY), &[]));
    assert_eq!(answer.status, 403);
    assert_eq!(wire.send("GET", &user(INSTANCE, MARY), None).status, 200);
}

#[test]
fn an_account_sees_nothing_of_another() {
    let server = Roster::demo();
    let made = administer("account create 210987654321", &[], server.data_dir()).printed();
    assert!(made.contains("Made the root access key AKIA"), "{made}");
    assert!(
        made.ends_with("Send SIGHUP to the running server, which then takes it up.\n"),
        "{made}"
    );
    let env = administer("env", &["--profile", "210987654321"], server.data_dir()).printed();
    let value = |name: &str| {
        let (_, rest) = env.split_once(&format!("{name}=")).expect("the variable");
        rest.split_whitespace().next().expect("a value").to_owned()
    };
    let (id, secret) = (value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY"));
    let remains = server.stop_keeping_data();

    let server = Start::with(&["--demo"]).start_again(remains.data_dir());
    let mut other = Wire::to(&server);
    (other.key.id, other.key.secret) = (id, secret);
    let listed = other.send("GET", "/instance", None).json();
    assert_eq!(listed["InstanceSummaryList"], json!([]));
    let refusal = other.send("GET", &user(INSTANCE, MARY), None).refusal();
    assert!(refusal.starts_with("404 ResourceNotFoundException"), "{refusal}");
}
