//! Clients that ask too often try again, and succeed.

use serde_json::json;

use crate::clients::{Access, Which};
use crate::harness::{INSTANCE, Start};

#[test]
fn boto3_tries_again_when_it_is_throttled_and_succeeds() {
    let server = Start::with(&["--demo"])
        .variable("ROSTER_THROTTLE", "4:1")
        .start();
    let mut client = Which::Boto3.connect(&Access::to(&server));

    for _ in 0..6 {
        let listed = client.call("ListUsers", &json!({"InstanceId": INSTANCE}));
        assert!(listed.is_ok(), "{listed:?}");
    }

    let throttled = |record: &serde_json::Value| record["ErrorCode"] == "ThrottlingException";
    assert!(server.audit().iter().any(throttled), "nothing was throttled");
}

#[test]
fn a_client_without_retries_gets_the_throttling_exception() {
    let server = Start::with(&["--demo", "--throttle", "0.01:1"]).start();
    let access = Access {
        once: true,
        ..Access::to(&server)
    };
    let mut client = Which::Boto3.connect(&access);
    let input = json!({"InstanceId": INSTANCE});
    client.call("ListUsers", &input).expect("the first passes");

    let refusal = client.call("ListUsers", &input).expect_err("a refusal");

    assert_eq!(refusal.code, "ThrottlingException");
    assert_eq!(refusal.class.as_deref(), Some("ThrottlingException"));
    assert_eq!(
        (refusal.status, refusal.message.as_str()),
        (Some(429), "Rate exceeded")
    );
}
