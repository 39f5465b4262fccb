//! TLS with the server's own certificate, which clients trust by way of `roster env`.

use std::fs;
use std::path::Path;
use std::process::Command;

use roster_e2e::places;
use serde_json::{Value, json};

use crate::clients::{Access, Cli, Client, Driver, Which};
use crate::harness::{INSTANCE, MARY, Roster, Start, administer, finish, mode, roster};

fn with_tls() -> (Roster, Access) {
    let server = Start::with(&["--demo", "--tls", "self-signed"]).start();
    let access = Access::to(&server);
    (server, access)
}

fn describe(client: &mut dyn Client) {
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY});
    let shown = client.call("DescribeUser", &input).expect("an answer").output;
    assert_eq!(shown["User"]["Username"], "mary");
}

#[test]
fn clients_that_trust_the_servers_authority_get_through() {
    let (server, access) = with_tls();
    assert!(access.endpoint.starts_with("https://localhost:"), "{access:?}");
    let ca = server.data_dir().join("ca.pem");
    assert_eq!(access.ca_bundle.as_deref(), ca.to_str());
    for which in [Which::Boto3, Which::CliV1, Which::CliV2, Which::JavaScript] {
        describe(&mut *which.connect(&access));
    }
}

#[test]
fn a_record_has_the_tls_version_and_cipher_of_its_request() {
    let (server, access) = with_tls();
    let mut client = Which::Boto3.connect(&access);
    let input =
        json!({"InstanceId": INSTANCE, "UserId": MARY, "IdentityInfo": {"FirstName": "M", "LastName": "M"}});
    client.call("UpdateUserIdentityInfo", &input).expect("a success");

    let exported = administer("audit export", &[], server.data_dir()).printed();

    let record: Value = serde_json::from_str(exported.lines().last().expect("a record")).expect("JSON");
    assert_eq!(record["tlsDetails"]["tlsVersion"], "TLSv1.3", "{record}");
    let suite = record["tlsDetails"]["cipherSuite"].as_str().expect("a suite");
    assert!(suite.starts_with("TLS_"), "{suite}");
}

#[test]
fn clients_that_do_not_trust_it_send_nothing() {
    let (server, mut access) = with_tls();
    access.ca_bundle = None;
    access.once = true;
    let input = json!({"InstanceId": INSTANCE, "UserId": MARY});
    for (mut client, expected) in [
        (Driver::boto3(&access), "CERTIFICATE_VERIFY_FAILED"),
        (
            Driver::javascript(&access),
            "unable to verify the first certificate",
        ),
    ] {
        let refusal = client.call("DescribeUser", &input).expect_err("a refusal");
        assert_eq!(refusal.status, None);
        assert!(refusal.message.contains(expected), "{refusal:?}");
    }
    let finished = Cli::v1(&access).run(&["list-instances"]);
    assert_eq!(finished.code(), 255);
    assert!(
        finished.stderr.contains("CERTIFICATE_VERIFY_FAILED"),
        "{finished:?}"
    );
    assert_eq!(server.audit().len(), 1, "the demonstration's own record only");
}

#[test]
fn who_accepts_any_certificate_is_warned_once() {
    let (server, mut access) = with_tls();
    access.ca_bundle = None;
    let said_by = |program: &Path| {
        let mut command = Command::new(program);
        access.equip(&mut command);
        command.args([
            "connect",
            "list-users",
            "--instance-id",
            INSTANCE,
            "--page-size",
            "1",
        ]);
        command.args(["--no-verify-ssl", "--endpoint-url", &server.endpoint]);
        let finished = finish(&mut command);
        assert_eq!(finished.code(), 0, "{finished:?}");
        finished.stderr
    };
    let (ours, theirs) = (said_by(roster()), said_by(places::debian_aws()));

    // Python adds a place in its code, and a page to read.
    let (_, warning) = theirs.split_once(": ").expect("a place");
    let (warning, _) = warning.split_once(" See: ").expect("a page");
    assert_eq!(ours, format!("{warning}\n"));
}

#[test]
fn the_certificate_outlives_a_restart_and_its_key_is_private() {
    let (server, access) = with_tls();
    let data = server.data_dir().to_owned();
    assert_eq!(mode(&data, "server.key"), 0o600);
    let ca = fs::read_to_string(data.join("ca.pem")).expect("the authority");
    let remains = server.stop_keeping_data();

    let server = Start::with(&["--demo", "--tls", "self-signed"]).start_again(remains.data_dir());
    assert_eq!(
        fs::read_to_string(data.join("ca.pem")).expect("the authority"),
        ca
    );
    let again = Access::to(&server);
    assert_eq!(again.key.secret, access.key.secret);
    describe(&mut Driver::boto3(&again));
}
