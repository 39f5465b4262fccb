//! Exports of the audit that go on where they stopped, to the standard output and to other systems.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use roster_store_postgres::cluster;
use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{
    Finished, INSTANCE, Lines, MARY, PATIENCE, Roster, Start, Wire, administer, identity_info_of, roster,
};

/// A server, and a cursor of its audit.
struct Exported {
    server: Roster,
    records: Vec<String>,
    folder: TempDir,
}

impl Exported {
    fn start(records: &[&str]) -> Self {
        Self {
            server: Start::with(&[&["--demo"], records].concat()).start(),
            records: records.iter().map(|&flag| flag.to_owned()).collect(),
            folder: TempDir::new().expect("a folder"),
        }
    }

    fn cursor(&self) -> PathBuf {
        self.folder.path().join("cursor")
    }

    /// Changes Mary's last name so many times; gives the ids of the requests.
    fn rename(&self, times: usize) -> Vec<String> {
        let wire = Wire::to(&self.server);
        let path = identity_info_of(INSTANCE, MARY);
        let renamed = (0..times).map(|number| {
            let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": format!("Major {number}")}});
            let answer = wire.send("POST", &path, Some(&body));
            assert_eq!(answer.status, 200);
            answer.header("x-amzn-RequestId").expect("an id").to_owned()
        });
        renamed.collect()
    }

    fn flags<'f>(&'f self, cursor: &'f Path) -> Vec<&'f str> {
        let mut flags = vec!["--cursor", cursor.to_str().expect("a text")];
        flags.extend(self.records.iter().map(String::as_str));
        flags
    }

    /// Exports to the end of the audit.
    fn export(&self, more: &[&str]) -> Finished {
        let cursor = self.cursor();
        let flags = [&self.flags(&cursor), more].concat();
        administer("audit export", &flags, self.server.data_dir())
    }

    /// Starts to follow the audit.
    fn follow(&self) -> Follower {
        let mut child = Command::new(roster())
            .args(["audit", "export", "--follow", "--data-dir"])
            .arg(self.server.data_dir())
            .args(self.flags(&self.cursor()))
            .stdout(Stdio::piped())
            .spawn()
            .expect("a follower");
        let lines = Lines::of(child.stdout.take().expect("a pipe"));
        Follower { child, lines }
    }
}

struct Follower {
    child: Child,
    lines: Lines,
}

impl Follower {
    /// The ids of the requests of the next lines.
    fn next(&mut self, count: usize) -> Vec<String> {
        let mut next = || self.lines.next(PATIENCE).expect("a line");
        (0..count).map(|_| request_id(&next())).collect()
    }

    /// Ends it by a signal; gives the lines that were not read yet, and its exit code.
    fn end(mut self, signal: Signal) -> (Vec<String>, Option<i32>) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process id"), signal).expect("it runs");
        let mut rest = Vec::new();
        while let Some(line) = self.lines.next(PATIENCE) {
            rest.push(request_id(&line));
        }
        (rest, self.child.wait().expect("it ends").code())
    }
}

fn request_id(line: &str) -> String {
    let record: Value = serde_json::from_str(line).expect("JSON");
    record["requestID"].as_str().expect("an id").to_owned()
}

fn request_ids(exported: &Finished) -> Vec<String> {
    assert_eq!(exported.code(), 0, "{exported:?}");
    exported.stdout.lines().map(request_id).collect()
}

#[test]
fn an_export_with_a_cursor_goes_on_where_the_last_one_stopped() {
    goes_on_where_it_stopped(&[]);
}

#[test]
fn an_export_of_the_servers_of_a_database_goes_on_where_the_last_one_stopped() {
    goes_on_where_it_stopped(&["--database", &cluster::place()]);
}

fn goes_on_where_it_stopped(records: &[&str]) {
    let exported = Exported::start(records);
    let first = exported.rename(2);
    assert_eq!(request_ids(&exported.export(&[]))[1..], first);

    let second = exported.rename(3);
    let mut follower = exported.follow();
    assert_eq!(follower.next(3), second);
    let third = exported.rename(1);
    assert_eq!(follower.next(1), third);
    let (rest, code) = follower.end(Signal::TERM);
    assert_eq!((&rest[..], code), (&[][..], Some(0)));

    let fourth = exported.rename(1);
    assert_eq!(request_ids(&exported.export(&["--since", "0s"])), fourth);
    assert_eq!(request_ids(&exported.export(&[])), [""; 0]);
}

#[test]
fn an_export_that_is_killed_loses_no_record() {
    let exported = Exported::start(&[]);
    exported.export(&[]);
    let mut written = Vec::new();
    let mut printed = Vec::new();
    for _ in 0..4 {
        let mut follower = exported.follow();
        written.extend(exported.rename(3));
        printed.extend(follower.next(1));
        printed.extend(follower.end(Signal::KILL).0);
    }
    printed.extend(request_ids(&exported.export(&[])));

    // The last records before a kill may come again.
    let mut distinct: Vec<String> = Vec::new();
    for id in printed {
        if !distinct.contains(&id) {
            distinct.push(id);
        }
    }
    assert_eq!(distinct, written);
}

#[test]
fn a_cursor_is_refused_after_the_records_that_it_stands_for_were_changed() {
    let exported = Exported::start(&[]);
    exported.rename(1);
    exported.export(&[]);
    let database = Connection::open(exported.server.data_dir().join("roster.db")).expect("the database");
    database
        .execute_batch("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 2")
        .expect("the edit");

    let refused = exported.export(&[]);

    assert_eq!((refused.code(), &*refused.stdout), (1, ""));
    let because = "is not a cursor of this audit: records that were exported have changed or are gone";
    assert!(refused.stderr.contains(because), "{refused:?}");
}

#[test]
fn documents_of_the_elastic_common_schema_hold_no_values_that_changed() {
    let exported = Exported::start(&[]);
    let ids = exported.rename(1);

    let finished = exported.export(&["--format", "ecs"]);

    let last = finished.printed();
    let document: Value = serde_json::from_str(last.lines().last().expect("a line")).expect("JSON");
    assert_eq!(document["ecs"]["version"], "8.17.0");
    assert_eq!(document["event"]["action"], "UpdateUserIdentityInfo");
    assert_eq!(document["http"]["request"]["id"], ids[0]);
    assert_eq!(document["user"]["target"]["id"], MARY);
    assert!(!last.contains("Major 0"), "{last}");
}

/// A webhook that takes each batch, and answers with the status that `answer` chooses for it.
fn webhook(
    mut answer: impl FnMut(&[String]) -> &'static str + Send + 'static,
) -> (String, Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (sender, batches) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            let ids: Vec<String> = body(&stream).lines().map(request_id).collect();
            let status = answer(&ids);
            // A process that was killed reads no answer.
            let _ = write!(
                &stream,
                "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            if sender.send(ids).is_err() {
                break;
            }
        }
    });
    (format!("http://{address}/"), batches)
}

fn body(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a head");
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    String::from_utf8(body).expect("text")
}

#[test]
fn a_webhook_gets_what_was_written_since_the_last_export() {
    let exported = Exported::start(&[]);
    let (address, batches) = webhook(|_| "204 No Content");
    let export = || exported.export(&["--to", &address]);

    let first = exported.rename(2);
    assert_eq!(export().printed(), "");
    let second = exported.rename(1);
    export().printed();

    assert_eq!(batches.recv().expect("a batch")[1..], first);
    assert_eq!(batches.recv().expect("a batch"), second);
}

#[test]
fn a_webhook_that_refuses_gets_the_same_records_at_the_next_export() {
    let exported = Exported::start(&[]);
    let mut answers = ["401 Unauthorized", "200 OK"].into_iter();
    let (address, batches) = webhook(move |_| answers.next().expect("two batches"));

    let refused = exported.export(&["--to", &address]);
    exported.export(&["--to", &address]).printed();

    assert_eq!(refused.code(), 1);
    let because = "the webhook answered 401 Unauthorized";
    assert!(refused.stderr.contains(because), "{refused:?}");
    assert_eq!(batches.recv().expect("a batch"), batches.recv().expect("a batch"));
}

#[test]
fn a_kill_between_acknowledgement_and_cursor_repeats_records_and_loses_none() {
    let exported = Exported::start(&[]);
    exported.export(&[]);
    let (victim_of, victim) = channel::<u32>();
    let mut kills = 2;
    let (address, batches) = webhook(move |_| {
        if kills > 0 {
            kills -= 1;
            let pid = victim.recv_timeout(PATIENCE).expect("a process id");
            let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
            kill_process(pid.expect("a process id"), Signal::KILL).expect("it runs");
        }
        "200 OK"
    });
    let cursor = exported.cursor();
    let mut written = Vec::new();
    for _ in 0..3 {
        written.extend(exported.rename(2));
        let mut command = Command::new(roster())
            .args(["audit", "export", "--to", &address, "--data-dir"])
            .arg(exported.server.data_dir())
            .args(exported.flags(&cursor))
            .spawn()
            .expect("an export");
        victim_of.send(command.id()).expect("a webhook");
        command.wait().expect("it ends");
    }

    let received: Vec<Vec<String>> = batches.try_iter().collect();

    assert_eq!(received, [&written[..2], &written[..4], &written[..6]]);
    assert_eq!(exported.export(&[]).printed(), "");
}

#[test]
fn a_syslog_receiver_gets_the_records_of_a_server_at_work() {
    let exported = Exported::start(&[]);
    exported.export(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("syslog+tcp://{}", listener.local_addr().expect("an address"));
    let cursor = exported.cursor();
    let follower = Command::new(roster())
        .args(["audit", "export", "--follow", "--to", &address, "--data-dir"])
        .arg(exported.server.data_dir())
        .args(exported.flags(&cursor))
        .stdout(Stdio::piped())
        .spawn();
    let mut child = follower.expect("a follower");
    let lines = Lines::of(child.stdout.take().expect("a pipe"));

    for _ in 0..2 {
        let ids = exported.rename(1);
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut message = String::new();
        stream.read_to_string(&mut message).expect("a message");
        let (length, message) = message.split_once(' ').expect("a length");
        assert_eq!(length.parse(), Ok(message.len()), "one message");
        assert!(
            message.starts_with("<110>1 ") && message.contains(&ids[0]),
            "{message}"
        );
    }

    let (_, code) = Follower { child, lines }.end(Signal::TERM);
    assert_eq!(code, Some(0));
}

#[test]
fn a_file_gets_the_records_and_is_for_its_owner_only() {
    let exported = Exported::start(&[]);
    let path = exported.folder.path().join("audit.json");
    let to = format!("file:{}", path.display());

    let first = exported.rename(1);
    exported.export(&["--to", &to]).printed();
    let second = exported.rename(1);
    exported.export(&["--to", &to]).printed();

    let lines = std::fs::read_to_string(&path).expect("a file");
    let ids: Vec<String> = lines.lines().map(request_id).collect();
    assert_eq!(ids[1..], [first, second].concat());
    let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
}
