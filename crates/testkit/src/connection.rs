//! A connection for raw bytes, on which nothing is taken for granted.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::answer::Answer;

/// A connection to a roster.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self {
            stream: TcpStream::connect(address).await.expect("a connection"),
            received: Vec::new(),
        }
    }

    /// A connection from an address of this machine, such as 127.0.0.2.
    pub(crate) async fn open_from(source: IpAddr, address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((source, 0).into()).expect("a free port");
        Self {
            stream: socket.connect(address).await.expect("a connection"),
            received: Vec::new(),
        }
    }

    /// Sends bytes again and again until the connection ends; gives the error that says so.
    pub async fn send_without_end(&mut self, bytes: &[u8]) -> std::io::Error {
        loop {
            if let Err(error) = self.stream.write_all(bytes).await {
                return error;
            }
        }
    }

    /// Sends bytes. The server may have stopped listening: what it answers shows why.
    pub async fn send(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// Says that nothing more will be sent.
    pub async fn finish(&mut self) {
        self.stream.shutdown().await.expect("an open connection");
    }

    /// Resets the connection, as a client does that ignores the answer.
    pub fn reset(self) {
        self.stream.set_zero_linger().expect("an open connection");
    }

    /// The next answer.
    pub async fn answer(&mut self) -> Answer {
        self.answer_or_end()
            .await
            .expect("an answer, not the end of the connection")
    }

    /// The next answer; none if the connection ends instead.
    pub async fn answer_or_end(&mut self) -> Option<Answer> {
        let mut answer = self.answer_head().await?;
        let length = answer.headers.get("content-length");
        let length = length.map_or(0, |length| {
            length.to_str().expect("text").parse().expect("a number")
        });
        while self.received.len() < length {
            assert!(self.receive().await, "the connection ended within a body");
        }
        answer.body = self.received.drain(..length).collect();
        Some(answer)
    }

    /// The head of the next answer, which is all that `HEAD` gets; none if the connection ends
    /// instead.
    pub async fn answer_head(&mut self) -> Option<Answer> {
        let end = loop {
            if let Some(end) = self.received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end;
            }
            if !self.receive().await {
                assert_eq!(self.received, b"", "the connection ended within a head");
                return None;
            }
        };
        let head: Vec<u8> = self.received.drain(..end + 4).collect();
        let head = String::from_utf8(head).expect("a head of text");
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 "));
        let status = status.and_then(|status| status.get(..3)?.parse().ok());
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(": ").expect("a header");
            (
                HeaderName::try_from(name).expect("a header's name"),
                HeaderValue::try_from(value).expect("a header's value"),
            )
        });
        Some(Answer {
            status: status.expect("a status line"),
            headers: headers.collect::<HeaderMap>(),
            body: Vec::new(),
        })
    }

    /// Receives some more; false at the end.
    async fn receive(&mut self) -> bool {
        // A connection that is reset has ended as well.
        let count = self.stream.read_buf(&mut self.received).await.unwrap_or(0);
        count > 0
    }
}
