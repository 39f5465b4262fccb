//! Syslog by UDP, TCP and TLS.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::thread::JoinHandle;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use roster_audit_export::{Acceptance, SendError, TargetSettings};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::sending::{NoWait, deliver, event, events, settings, target};
use crate::syslog_parser::{Parsed, frames, message_of};

/// What a receiver does with a connection.
#[derive(Clone, Copy)]
enum Behaviour {
    /// It reads all and closes.
    Reads,
    /// It reads some bytes and closes.
    HangsUpAfter(usize),
}

/// A receiver that treats connections so, one after the other; gives the messages of those that it has read whole.
fn receiver(behaviours: Vec<Behaviour>) -> (String, JoinHandle<Vec<Parsed>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let received = std::thread::spawn(move || {
        let mut messages = Vec::new();
        for behaviour in behaviours {
            let (mut stream, _) = listener.accept().expect("a connection");
            match behaviour {
                Behaviour::Reads => {
                    let mut bytes = Vec::new();
                    stream.read_to_end(&mut bytes).expect("messages");
                    messages.extend(frames(&bytes));
                }
                Behaviour::HangsUpAfter(count) => {
                    stream.read_exact(&mut vec![0; count]).expect("a part");
                }
            }
        }
        messages
    });
    (address.to_string(), received)
}

fn numbers(messages: &[Parsed]) -> Vec<String> {
    let of = |message: &Parsed| message.parameters[2].1.clone();
    messages.iter().map(of).collect()
}

#[test]
fn a_receiver_of_tcp_gets_strict_messages_of_rfc_5424() {
    let (address, received) = receiver(vec![Behaviour::Reads]);
    let mut target = target(&format!("syslog+tcp://{address}"), &settings());

    target.send(&events(4..=5)).unwrap();

    let messages = received.join().unwrap();
    assert_eq!(numbers(&messages), ["4", "5"]);
    let severities: Vec<u8> = messages.iter().map(|message| message.severity).collect();
    assert_eq!(severities, [6, 4], "the second is a refusal");
    let [first, _] = &messages[..] else { panic!() };
    let expected = Parsed {
        facility: 13,
        severity: 6,
        timestamp: "2026-11-21T10:15:30.000Z".to_owned(),
        host_name: "directory.example.com".to_owned(),
        app_name: "roster".to_owned(),
        process_id: "-".to_owned(),
        message_id: "UpdateUserIdentityInfo".to_owned(),
        data_id: "roster@32473".to_owned(),
        parameters: [("eventID", "event-4"), ("chain", ""), ("sequence", "4")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        message: r#"{"number":4,"userName":"Zo\u00eb ]\""}"#.to_owned(),
    };
    assert_eq!(*first, expected);
}

#[test]
fn a_batch_that_a_receiver_has_not_read_whole_is_sent_again() {
    let hang_ups = [0, 1, 700, 20_000].map(Behaviour::HangsUpAfter);
    let (address, received) = receiver([&hang_ups[..], &[Behaviour::Reads; 2]].concat());
    let mut target = target(&format!("syslog+tcp://{address}"), &settings());
    let wait = NoWait::default();

    for batch in [events(1..=300), events(301..=302)] {
        let sent = deliver(&mut *target, &batch, &wait);
        assert_eq!(sent, Ok(Acceptance::Acknowledged));
    }

    let expected: Vec<String> = (1..=302).map(|number: u64| number.to_string()).collect();
    assert_eq!(numbers(&received.join().unwrap()), expected);
}

#[test]
fn a_receiver_that_is_not_there_is_a_failure_that_passes() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let failed = target(&format!("syslog+tcp://{address}"), &settings()).send(&events(1..=1));
    assert!(matches!(failed, Err(SendError::Temporary { .. })), "{failed:?}");
}

#[test]
fn a_receiver_of_udp_gets_a_datagram_for_each_message() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut target = target(
        &format!("syslog+udp://{}", socket.local_addr().unwrap()),
        &settings(),
    );
    let mut long = event(2);
    long.json = format!("\"{}\"", "x".repeat(100_000));

    target.send(&[event(1), long]).unwrap();

    let next = || {
        let mut bytes = vec![0; 65_535];
        let (length, _) = socket.recv_from(&mut bytes).unwrap();
        message_of(&bytes[..length])
    };
    let (first, second) = (next(), next());
    assert_eq!(first.parameters[2], ("sequence".to_owned(), "1".to_owned()));
    assert_eq!(second.parameters[3], ("cut".to_owned(), "yes".to_owned()));
}

/// How a receiver of TLS ends a connection.
#[derive(Clone, Copy)]
enum End {
    /// As TLS has it.
    Alert,
    /// The connection of TCP only.
    Cut,
}

fn tls_receiver(end: End) -> (u16, CertificateDer<'static>, JoinHandle<Vec<Parsed>>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("localhost:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let received = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        receive_by_tls(stream, config, end)
    });
    (port, cert.der().clone(), received)
}

fn receive_by_tls(stream: TcpStream, config: ServerConfig, end: End) -> Vec<Parsed> {
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), stream);
    let mut bytes = Vec::new();
    if stream.read_to_end(&mut bytes).is_err() {
        return Vec::new();
    }
    if let End::Alert = end {
        stream.conn.send_close_notify();
        stream.flush().unwrap();
    }
    frames(&bytes)
}

fn trusting(certificate: CertificateDer<'static>) -> TargetSettings {
    TargetSettings {
        authorities: Some(vec![certificate]),
        ..settings()
    }
}

#[test]
fn a_receiver_of_tls_gets_the_messages_if_its_certificate_is_trusted() {
    let (port, certificate, received) = tls_receiver(End::Alert);
    let mut target = target(&format!("syslog+tls://localhost:{port}"), &trusting(certificate));

    target.send(&events(1..=2)).unwrap();

    assert_eq!(numbers(&received.join().unwrap()), ["1", "2"]);
}

#[test]
fn a_receiver_of_tls_whose_certificate_is_not_trusted_gets_nothing() {
    let (port, _, received) = tls_receiver(End::Alert);
    let (_, other, _) = tls_receiver(End::Alert);
    let mut target = target(&format!("syslog+tls://localhost:{port}"), &trusting(other));

    let failed = target.send(&events(1..=2));

    assert!(failed.is_err());
    assert_eq!(received.join().unwrap(), []);
}

#[test]
fn a_connection_of_tls_that_was_only_cut_acknowledges_nothing() {
    let (port, certificate, received) = tls_receiver(End::Cut);
    let mut target = target(&format!("syslog+tls://localhost:{port}"), &trusting(certificate));

    let failed = target.send(&events(1..=2));

    assert!(matches!(failed, Err(SendError::Temporary { .. })), "{failed:?}");
    received.join().unwrap();
}
