//! A stand-in for a service: it gives canned replies, and keeps the requests.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// A stub that listens until the test ends.
#[derive(Debug)]
pub struct Stub {
    /// Where it listens.
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<StubRequest>>>,
}

/// A request to a stub.
#[derive(Clone, Debug)]
pub struct StubRequest {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl StubRequest {
    /// A header, whatever the case of its name; nothing if there is none.
    pub fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// A part of the signature: `Credential`, `SignedHeaders`.
    pub fn signature(&self, part: &str) -> &str {
        let mut parts = self.header("authorization").split([' ', ',']);
        let found = parts.find_map(|word| word.strip_prefix(part)?.strip_prefix('='));
        found.unwrap_or_default()
    }
}

impl Stub {
    /// Gives replies in order, the last one again and again.
    pub fn start(replies: Vec<Value>) -> Self {
        Self::answering(move |_, place| replies.get(place).or(replies.last()).cloned().unwrap_or_default())
    }

    /// Gives what is made of a request and of the number of those before.
    pub fn answering(reply: impl Fn(&StubRequest, usize) -> Value + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&requests);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                serve(connection, &reply, &remembered);
            }
        });
        Self { address, requests }
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<StubRequest> {
        self.requests.lock().unwrap().clone()
    }
}

/// Answers one request and closes the connection.
fn serve(
    mut connection: TcpStream,
    reply: impl Fn(&StubRequest, usize) -> Value,
    requests: &Mutex<Vec<StubRequest>>,
) {
    let Some(request) = read(&connection) else { return };
    let reply = {
        let mut requests = requests.lock().unwrap();
        requests.push(request.clone());
        reply(&request, requests.len() - 1)
    };
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

fn read(connection: &TcpStream) -> Option<StubRequest> {
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
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
    let mut words = lines.first()?.split(' ');
    let mut request = StubRequest {
        method: words.next()?.to_owned(),
        path: words.next()?.to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: String::new(),
    };
    let mut body = vec![0; request.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    request.body = String::from_utf8_lossy(&body).into_owned();
    Some(request)
}
