//! Requests that boto3 presigns: links that anybody can follow.

use roster_e2e::setup;
use serde_json::json;

use crate::clients::{Access, Driver};
use crate::harness::{Answer, Connection, INSTANCE, MARY, RawRequest, Roster};

/// Follows a link, as a program does that has no key.
fn follow(server: &Roster, link: &str) -> Answer {
    let rest = link.strip_prefix("http://").expect("a plain address");
    let slash = rest.find('/').expect("a path");
    let (host, target) = rest.split_at(slash);
    let request = RawRequest {
        method: "GET".to_owned(),
        target: target.to_owned(),
        headers: vec![("host".to_owned(), host.to_owned())],
        body: Vec::new(),
    };
    let mut connection = Connection::to(server.address()).expect("the server accepts");
    connection.send(&request).expect("the server answers")
}

#[test]
fn boto3_presigns_requests_that_work() {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let server = Roster::demo();
    let mut boto3 = Driver::boto3(&Access::to(&server));
    let mary = json!({"InstanceId": INSTANCE, "UserId": MARY});

    let described = follow(&server, &boto3.presigned("DescribeUser", &mary, 60));
    let identity = follow(&server, &boto3.presigned("sts:GetCallerIdentity", &json!({}), 60));
    let created = follow(
        &server,
        &boto3.presigned("iam:CreateUser", &json!({"UserName": "eve"}), 60),
    );

    assert_eq!(described.json()["User"]["Username"], "mary");
    assert_eq!(identity.status, 200);
    let identity = String::from_utf8(identity.body).expect("XML");
    assert!(
        identity.contains("<Arn>arn:aws:iam::123456789012:root</Arn>"),
        "{identity}"
    );
    let refusal = String::from_utf8(created.body).expect("XML");
    assert_eq!(created.status, 403);
    assert!(
        refusal.contains("CreateUser is not taken with a signature in the query string"),
        "{refusal}"
    );
}
