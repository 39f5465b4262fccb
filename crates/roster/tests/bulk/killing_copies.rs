//! A copy that is killed at each of its calls, against a real server behind a service that kills the process.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use roster_testkit::{Stub, StubRequest};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::administrator::Administrator;
use crate::staging::Instance;

/// Asks the server, with the headers that are signed.
fn forward(request: &StubRequest, server: &str) -> Value {
    let mut connection = TcpStream::connect(server.trim_start_matches("http://")).unwrap();
    let body = &request.body;
    write!(
        connection,
        "{} {} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\nauthorization: {}\r\n",
        request.method,
        request.path,
        body.len(),
        request.header("authorization"),
    )
    .unwrap();
    let signed = request.signature("SignedHeaders");
    for name in signed.split(';').filter(|name| *name != "content-length") {
        write!(connection, "{name}: {}\r\n", request.header(name)).unwrap();
    }
    write!(connection, "\r\n{body}").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status: u16 = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |name: &str| {
        let mut headers = head.lines().filter_map(|line| line.split_once(": "));
        headers
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    json!({
        "status": status,
        "headers": {"x-amzn-errortype": header("x-amzn-errortype").unwrap_or_default()},
        "body": body,
    })
}

/// Whether a call changes something.
fn is_change(request: &StubRequest) -> bool {
    request.method != "GET" && !request.path.starts_with("/search-")
}

/// A service that kills the process at a call that changes something, by its number, before or after the server does it.
fn service(at: usize, is_done: bool, server: &str) -> (Stub, Sender<Pid>) {
    let (sender, process) = channel();
    let server = server.to_owned();
    let changes = AtomicUsize::new(0);
    let stub = Stub::answering(move |request, _| {
        if !is_change(request) || changes.fetch_add(1, Ordering::Relaxed) != at {
            return forward(request, &server);
        }
        let answer = is_done.then(|| forward(request, &server));
        kill_process(process.recv().unwrap(), Signal::KILL).unwrap();
        answer.unwrap_or_else(|| json!({"status": 500}))
    });
    (stub, sender)
}

/// Kills a copy at each change, before or after the server does it, and ends it: one run goes on, the next one is planned
/// anew.
fn kill_at_each_change(is_done: bool) {
    let admin = Administrator::at_new_server();
    Instance::new(&admin, "staging").furnish();
    for at in 0.. {
        let production = format!("production-{at}");
        Instance::new(&admin, &production);
        let (stub, process) = service(at, is_done, &admin.endpoint);
        let there = format!("--endpoint-url http://{} --in-flight 1", stub.address);
        let copy = format!("bulk copy staging {production} --yes {there}");
        let mut run = admin
            .command(&copy)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        process.send(Pid::from_child(&run)).unwrap();
        if run.wait().unwrap().success() {
            assert!(at > 10, "the copy has made {at} changes");
            return;
        }

        let ended = if at % 2 == 0 {
            admin.says(&format!("bulk resume {there}"))
        } else {
            admin.says(&copy)
        };

        assert_eq!(ended.code, Some(0), "change {at}: {} {}", ended.out, ended.error);
        // After the last change, another copy has nothing to do.
        let is_complete =
            ended.out.contains(", 0 skipped, 0 failed\n") || ended.out.contains("\nNothing to do: ");
        assert!(is_complete, "change {at}: {}", ended.out);
        let again = admin.says(&format!("bulk copy staging {production} --json"));
        assert_eq!(again.code, Some(0), "change {at}: {}", again.out);
    }
}

#[test]
fn a_copy_that_is_killed_before_any_change_ends_as_planned() {
    kill_at_each_change(false);
}

#[test]
fn a_copy_that_is_killed_after_any_change_ends_as_planned() {
    kill_at_each_change(true);
}
