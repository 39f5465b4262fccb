//! The canonical request: the one text on which signer and verifier must agree.
//!
//! Source: IAM User Guide, "Create a signed AWS API request", step 1.

use http::{HeaderMap, HeaderValue};
use memchr::memchr2;

use crate::SignedRequest;
use crate::path::write_path;
use crate::query::write_query;

/// A path, in place of the request's own, and how it is written.
#[derive(Clone, Copy)]
pub(crate) enum CanonicalPath<'p> {
    /// Percent-encoded once more.
    Encoded(&'p str),
    /// As it was sent.
    AsSent(&'p str),
}

/// Writes the canonical request with `path` in place of the request's own, which may need normalising first, and without
/// the parameters of the query that are not signed.
pub(crate) fn canonical_request(
    request: &SignedRequest<'_>,
    path: CanonicalPath<'_>,
    unsigned_parameters: &[&str],
    signed_headers: &[&str],
    body_hash: &[u8],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(request.method.as_bytes());
    out.push(b'\n');
    match path {
        CanonicalPath::Encoded(path) => write_path(&mut out, path),
        CanonicalPath::AsSent(path) => out.extend_from_slice(path.as_bytes()),
    }
    out.push(b'\n');
    write_query(&mut out, request.query, unsigned_parameters);
    out.push(b'\n');
    write_headers(&mut out, request.headers, signed_headers);
    out.push(b'\n');
    for (index, name) in signed_headers.iter().enumerate() {
        if index > 0 {
            out.push(b';');
        }
        out.extend_from_slice(name.as_bytes());
    }
    out.push(b'\n');
    out.extend_from_slice(body_hash);
    out
}

fn write_headers(out: &mut Vec<u8>, headers: &HeaderMap, names: &[&str]) {
    for name in names {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        for (index, value) in headers.get_all(*name).iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_value(out, value);
        }
        out.push(b'\n');
    }
}

/// Trims the value and shrinks each run of blanks in it to one space; bytes beyond ASCII pass as they are.
fn write_value(out: &mut Vec<u8>, value: &HeaderValue) {
    if memchr2(b' ', b'\t', value.as_bytes()).is_none() {
        out.extend_from_slice(value.as_bytes());
        return;
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let words = value.as_bytes().split(is_blank).filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}
