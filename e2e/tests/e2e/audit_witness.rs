//! A server notes the head of its audit outside of its database by itself.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::harness::{INSTANCE, MARY, Roster, Start, Wire, administer, identity_info_of};

fn rename(server: &Roster, last_name: &str) {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
    let answer = Wire::to(server).send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
}

#[test]
fn what_a_server_has_written_is_covered_by_the_file_of_its_heads() {
    let url = cluster::place();
    let database = ["--database", &url];
    for flags in [&[][..], &database] {
        let outside = tempfile::tempdir().expect("a folder");
        let file = outside.path().join("heads");
        let file = file.to_str().expect("a path");
        let witness = ["--demo", "--audit-witness", file];
        let server = Start::with(&[&witness, flags].concat()).start();
        rename(&server, "Major");
        let remains = server.stop_keeping_data();

        let head = administer("audit head", flags, remains.data_dir()).printed();
        let lines = fs::read_to_string(file).expect("a file");
        let noted: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect();
        let verified = administer(
            "audit verify",
            &[flags, &["--head", file]].concat(),
            remains.data_dir(),
        );

        assert_eq!(noted.last().expect("a head")["Head"], head.trim());
        assert_eq!(verified.code(), 0, "{verified:?}");
    }
}

/// A server that takes heads by HTTP, and gives each to a test.
fn collector() -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (sender, bodies) = channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let mut reader = BufReader::new(connection.try_clone().expect("a connection"));
            let mut length = 0;
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).expect("a line") <= 2 {
                    break;
                }
                let lower = line.to_ascii_lowercase();
                if let Some(value) = lower.strip_prefix("content-length:") {
                    length = value.trim().parse().expect("a length");
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).expect("a body");
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            connection.write_all(answer).expect("an answer");
            let body = serde_json::from_slice(&body).expect("JSON");
            if sender.send(body).is_err() {
                return;
            }
        }
    });
    (format!("http://{address}/heads"), bodies)
}

#[test]
fn heads_are_posted_to_a_url() {
    let (url, heads) = collector();
    let server = Start::with(&["--demo", "--audit-witness", &url]).start();
    let first = heads.recv().expect("a head");
    rename(&server, "Major");
    let remains = server.stop_keeping_data();
    let last = heads.recv().expect("another head");

    for noted in [first, last] {
        let head = noted["Head"].as_str().expect("a text");
        let verified = administer("audit verify", &["--head", head], remains.data_dir());
        assert_eq!(verified.code(), 0, "{noted}: {verified:?}");
    }
}

#[test]
fn a_server_whose_heads_cannot_be_noted_serves_and_says_so() {
    let mut server = Start::with(&["--demo", "--audit-witness", "http://127.0.0.1:1/token"]).start();

    server.until_it_logs("the head of the audit is not noted");
    rename(&server, "Major");

    let finished = server.stop();
    assert_eq!(finished.code(), 0, "{finished:?}");
    assert!(!finished.stderr.contains("/token"), "{finished:?}");
}
