//! A stand-in for the service: gives canned replies in order, the last one again and again, and
//! remembers what it saw.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// A stub that listens until the test ends.
pub(crate) struct Stub {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) content_type: String,
    pub(crate) signed_headers: String,
    /// The credential scope, without its date.
    pub(crate) scope: String,
}

impl Seen {
    /// A body as JSON, without its blanks.
    pub(crate) fn comparable(body: &str) -> String {
        let parsed: Result<Value, _> = serde_json::from_str(body);
        parsed.map_or_else(|_| body.to_owned(), |value| value.to_string())
    }
}

impl Stub {
    pub(crate) fn start(replies: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&seen);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                serve(connection, &replies, &remembered);
            }
        });
        Self { address, seen }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// Answers one request and closes the connection.
fn serve(mut connection: TcpStream, replies: &[Value], seen: &Mutex<Vec<Seen>>) {
    let Some(request) = read(&connection) else { return };
    let place = {
        let mut seen = seen.lock().unwrap();
        seen.push(request);
        seen.len() - 1
    };
    let reply = replies.get(place).or(replies.last()).unwrap_or(&Value::Null);
    let body = match &reply["body"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        body => body.to_string(),
    };
    let mut head = format!("HTTP/1.1 {} -\r\n", reply["status"].as_u64().unwrap_or(200));
    for (name, value) in reply["headers"].as_object().into_iter().flatten() {
        let _ = write!(head, "{name}: {}\r\n", value.as_str().unwrap_or_default());
    }
    let _ = write!(
        head,
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = connection.write_all(format!("{head}{body}").as_bytes());
}

fn read(connection: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(connection);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let header = |name: &str| {
        let found = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
        let found = found
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or_else(String::new, |(_, value)| value.to_owned())
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let authorization = header("authorization");
    let part = |name: &str| {
        let found = authorization
            .split([' ', ','])
            .find_map(|part| part.strip_prefix(name));
        found.unwrap_or_default().to_owned()
    };
    let mut words = lines.first()?.split(' ');
    Some(Seen {
        method: words.next()?.to_owned(),
        path: words.next()?.to_owned(),
        body: Seen::comparable(&String::from_utf8_lossy(&body)),
        content_type: header("content-type"),
        signed_headers: part("SignedHeaders="),
        scope: part("Credential=")
            .split('/')
            .skip(2)
            .collect::<Vec<_>>()
            .join("/"),
    })
}
