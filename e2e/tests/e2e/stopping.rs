//! How a server stops: what was begun is finished.

use serde_json::json;

use crate::harness::{Connection, INSTANCE, MARY, Roster, Start, Wire, identity_info_of, user};

#[test]
fn a_request_that_was_begun_is_answered_before_the_server_stops() {
    let mut server = Roster::demo();
    let wire = Wire::to(&server);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let mut request = wire.signed("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    request
        .headers
        .push(("expect".to_owned(), "100-continue".to_owned()));
    let mut connection = Connection::to(server.address()).expect("the server accepts");
    connection.write(request.head().as_bytes()).expect("the head");
    let begun = connection.read().expect("a word that the body may come");
    assert_eq!(begun.status, 100);

    server.terminate();
    server.until_it_logs("stopping: finishing the requests that have begun");
    connection.write(&request.body).expect("the body");

    let answer = connection.read().expect("an answer");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    let remains = server.stop_keeping_data();
    let server = Start::with(&["--demo"]).start_again(remains.data_dir());
    let shown = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None).json();
    assert_eq!(shown["User"]["IdentityInfo"]["LastName"], "Major");
}

#[test]
fn a_connection_without_a_request_does_not_hold_up_the_stop() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let mut idle = Connection::to(server.address()).expect("the server accepts");
    let request = wire.signed("GET", &user(INSTANCE, MARY), None);
    assert_eq!(idle.send(&request).expect("an answer").status, 200);

    let finished = server.stop();

    assert_eq!(finished.code(), 0);
    assert!(
        !finished.stderr.contains("gave up waiting"),
        "{}",
        finished.stderr
    );
    assert!(idle.send(&request).is_err());
}

#[test]
fn a_stopped_server_leaves_no_address_behind() {
    let remains = Roster::demo().stop_keeping_data();
    assert!(!remains.data_dir().join("endpoint").exists());
    assert!(!remains.data_dir().join("roster.db-wal").exists());
}
