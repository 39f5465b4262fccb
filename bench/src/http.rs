//! As much HTTP as a load needs: requests as bytes, signed beforehand, and where an answer ends.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::ops::Range;

use anyhow::Context;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderValue};
use roster_sigv4::{SignedRequest, Signer};

use super::clock;

/// An access key.
#[derive(Clone, Debug)]
pub(super) struct AccessKey {
    pub(super) id: String,
    pub(super) secret: String,
}

/// Where requests go, and the key that signs them; none where no signature is needed.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) address: SocketAddr,
    pub(super) key: Option<AccessKey>,
}

impl Target {
    /// The bytes of a request to Connect.
    pub(super) fn request(&self, method: &str, path: &str, body: &str) -> anyhow::Result<Vec<u8>> {
        self.signed("connect", "application/json", method, path, body)
    }

    /// The bytes of a request to IAM.
    pub(super) fn form(&self, action: &str, input: &[(&str, &str)]) -> anyhow::Result<Vec<u8>> {
        let mut body = format!("Action={action}&Version=2010-05-08");
        for (name, value) in input {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            write!(body, "&{name}={value}")?;
        }
        self.signed("iam", "application/x-www-form-urlencoded", "POST", "/", &body)
    }

    fn signed(
        &self,
        service: &str,
        content_type: &'static str,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<Vec<u8>> {
        let mut headers = HeaderMap::from_iter([
            (HOST, HeaderValue::from_str(&self.address.to_string())?),
            (USER_AGENT, HeaderValue::from_static("roster-bench")),
        ]);
        if method != "GET" {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        if let Some(key) = &self.key {
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            let signed = SignedRequest {
                method,
                path,
                query,
                headers: &headers,
                body: body.as_bytes(),
            };
            let added = signer(key, service).sign(&signed, clock::now())?;
            headers.extend(added);
        }
        Ok(bytes(method, path, &headers, body))
    }
}

/// The body of an answer to an unsigned GET, of any length.
pub(super) fn get(address: SocketAddr, path: &str) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    body.with_context(|| format!("GET {path} has no answer"))
}

fn signer<'k>(key: &'k AccessKey, service: &'k str) -> Signer<'k> {
    Signer {
        access_key_id: &key.id,
        secret_access_key: &key.secret,
        session_token: None,
        region: "us-east-1",
        service,
        send_body_hash: false,
    }
}

fn bytes(method: &str, path: &str, headers: &HeaderMap, body: &str) -> Vec<u8> {
    let mut bytes = format!("{method} {path} HTTP/1.1\r\n").into_bytes();
    for (name, value) in headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

/// An answer that has arrived as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where in the bytes its body is.
    pub(super) body: Range<usize>,
    /// Whether the server takes no more requests on this connection.
    pub(super) is_last: bool,
}

/// Reads an answer; none if there is more to come.
pub(super) fn answer(bytes: &[u8]) -> anyhow::Result<Option<Answer>> {
    let mut headers = [httparse::EMPTY_HEADER; 16];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = response.parse(bytes).context("an answer is not HTTP")? else {
        return Ok(None);
    };
    let value = |name: &str| {
        let mut headers = response.headers.iter();
        headers
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value)
    };
    let length = value("content-length").context("an answer does not say how long it is")?;
    let length: usize = std::str::from_utf8(length)?.parse()?;
    let answer = Answer {
        status: response.code.unwrap_or_default(),
        body: start..start + length,
        is_last: value("connection").is_some_and(|value| value.eq_ignore_ascii_case(b"close")),
    };
    Ok(Some(answer).filter(|answer| answer.body.end <= bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_ends_when_the_server_says_so() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        assert!(answer(bytes).unwrap().unwrap().is_last);
    }

    #[test]
    fn an_answer_ends_where_it_says() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(answer(&bytes[..bytes.len() - 1]).unwrap(), None);
        let whole = answer(bytes).unwrap().unwrap();
        assert_eq!((whole.status, &bytes[whole.body]), (200, &b"{}"[..]));
    }
}
