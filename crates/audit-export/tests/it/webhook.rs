//! Webhooks: what they get, and what follows from their answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use roster_audit_export::{Acceptance, SendError, TargetSettings};
use zeroize::Zeroizing;

use crate::sending::{NoWait, deliver, events, settings, target};

/// A request.
#[derive(Clone, Debug, Default)]
struct Received {
    head: String,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// What a server does with a request.
#[derive(Clone, Copy)]
enum Answer {
    /// It takes the request and answers so.
    Status(&'static str),
    /// It takes the request and closes the connection.
    None,
    /// It closes the connection before the body was sent.
    Nothing,
}

/// A server that answers its requests so, one after the other; gives those whose bodies it has read.
fn server(mut answers: impl FnMut() -> Answer + Send + 'static) -> (String, Arc<Mutex<Vec<Received>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let received = Arc::new(Mutex::new(Vec::new()));
    let requests = Arc::clone(&received);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            let answer = answers();
            let (Answer::Status(_) | Answer::None) = answer else {
                continue;
            };
            requests.lock().unwrap().push(read(&stream));
            if let Answer::Status(status) = answer {
                let end = "content-length: 0\r\nconnection: close\r\n\r\n";
                write!(&stream, "HTTP/1.1 {status}\r\n{end}").expect("an answer");
            }
        }
    });
    (format!("http://{address}/in"), received)
}

fn read(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let mut received = Received::default();
    while !received.head.ends_with("\r\n\r\n") {
        let length = reader.read_line(&mut received.head).expect("a head");
        assert!(length > 0, "the head ends early");
    }
    let length = received
        .header("content-length")
        .expect("a length")
        .parse()
        .expect("a length");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    received.body = String::from_utf8(body).expect("text");
    received
}

fn always(status: &'static str) -> (String, Arc<Mutex<Vec<Received>>>) {
    server(move || Answer::Status(status))
}

#[test]
fn a_batch_is_posted_as_one_event_on_a_line() {
    let (address, received) = always("204 No Content");
    let mut settings = settings();
    settings.authorization = Some(Zeroizing::new("Bearer secret".to_owned()));

    target(&address, &settings).send(&events(1..=2)).unwrap();

    let received = received.lock().unwrap();
    let [request] = &received[..] else {
        panic!("{received:?}")
    };
    assert!(
        request.head.starts_with("POST /in HTTP/1.1\r\n"),
        "{}",
        request.head
    );
    assert_eq!(request.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(request.header("authorization"), Some("Bearer secret"));
    let lines: Vec<_> = events(1..=2)
        .iter()
        .map(|event| event.json.clone() + "\n")
        .collect();
    assert_eq!(request.body, lines.concat());
}

#[test]
fn every_event_arrives_in_order_at_a_webhook_that_fails_as_it_likes() {
    for seed in 0..20 {
        let mut random = fastrand::Rng::with_seed(seed);
        let taken = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&taken);
        let (address, received) = server(move || {
            let answer = match random.u8(0..8) {
                0 => Answer::Status("500 Internal Server Error"),
                1 => Answer::Status("429 Too Many Requests"),
                2 => Answer::Status("503 Service Unavailable"),
                3 => Answer::None,
                4 => Answer::Nothing,
                _ => Answer::Status("200 OK"),
            };
            if !matches!(answer, Answer::Nothing) {
                notes
                    .lock()
                    .unwrap()
                    .push(matches!(answer, Answer::Status("200 OK")));
            }
            answer
        });
        let mut target = target(&address, &settings());

        for first in [1, 11, 21, 31] {
            let sent = deliver(&mut *target, &events(first..=first + 9), &NoWait::default());
            assert_eq!(sent, Ok(Acceptance::Acknowledged), "seed {seed}");
        }

        let (received, taken) = (received.lock().unwrap(), taken.lock().unwrap());
        let acknowledged = received.iter().zip(&*taken).filter(|(_, taken)| **taken);
        let bodies: String = acknowledged.map(|(request, _)| request.body.as_str()).collect();
        let expected: Vec<_> = events(1..=40)
            .iter()
            .map(|event| event.json.clone() + "\n")
            .collect();
        assert_eq!(bodies, expected.concat(), "seed {seed}");
    }
}

#[test]
fn a_webhook_that_asks_for_a_wait_gets_it() {
    let mut answers = ["429 Too Many Requests\r\nretry-after: 1800", "200 OK"].into_iter();
    let (address, _) = server(move || Answer::Status(answers.next().expect("two requests")));
    let wait = NoWait::default();

    let sent = deliver(&mut *target(&address, &settings()), &events(1..=1), &wait);

    assert_eq!(sent, Ok(Acceptance::Acknowledged));
    assert_eq!(wait.longest(), Duration::from_mins(30));
}

#[test]
fn a_webhook_that_refuses_for_good_is_asked_once() {
    for status in [
        "401 Unauthorized",
        "413 Content Too Large",
        "302 Found\r\nlocation: http://192.0.2.1/",
    ] {
        let (address, received) = always(status);

        let failed = deliver(
            &mut *target(&address, &settings()),
            &events(1..=1),
            &NoWait::default(),
        );

        let failed = failed.unwrap_err();
        assert!(matches!(failed.error, SendError::Permanent(_)), "{failed:?}");
        assert_eq!(received.lock().unwrap().len(), 1, "{status}");
    }
}

#[test]
fn a_batch_that_is_signed_has_the_same_id_at_each_attempt() {
    let mut answers = ["500 Internal Server Error", "200 OK"].into_iter();
    let (address, received) = server(move || Answer::Status(answers.next().expect("two requests")));
    let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
    let settings = TargetSettings {
        signing_key: Some(Zeroizing::new(key)),
        ..settings()
    };

    deliver(
        &mut *target(&address, &settings),
        &events(1..=1),
        &NoWait::default(),
    )
    .unwrap();

    let received = received.lock().unwrap();
    let ids: Vec<_> = received
        .iter()
        .map(|request| request.header("webhook-id"))
        .collect();
    assert!(
        ids[0].is_some_and(|id| id.starts_with("msg_")) && ids[0] == ids[1],
        "{ids:?}"
    );
    let signature = received[1].header("webhook-signature");
    assert!(
        signature.is_some_and(|signature| signature.starts_with("v1,")),
        "{signature:?}"
    );
}

#[test]
fn an_authorization_and_a_signing_key_are_refused_for_other_targets() {
    let settings = TargetSettings {
        authorization: Some(Zeroizing::new("Bearer secret".to_owned())),
        ..settings()
    };
    let address = roster_audit_export::TargetAddress::parse("syslog+tcp://127.0.0.1:1").unwrap();
    assert!(roster_audit_export::open_target(address, &settings).is_err());
}
