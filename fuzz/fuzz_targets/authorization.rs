//! The `Authorization` header, and what it vouches for.

#![no_main]

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};
use libfuzzer_sys::fuzz_target;
use roster_sigv4::{Authorization, SignedRequest, Signer, SigningKey, verify};

fuzz_target!(|input: &[u8]| {
    let [header, date, path, query, value, body] = roster_fuzz::parts(input);
    what_anybody_writes_is_read_or_refused(header, date);
    if let (Ok(path), Ok(query)) = (str::from_utf8(path), str::from_utf8(query)) {
        what_is_signed_is_accepted_and_nothing_else(path, query, value, body);
    }
});

fn what_anybody_writes_is_read_or_refused(header: &[u8], date: &[u8]) {
    let mut headers = HeaderMap::new();
    for (name, value) in [("authorization", header), ("x-amz-date", date)] {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    match Authorization::parse(&headers) {
        Ok(authorization) => {
            let header = headers[AUTHORIZATION].to_str().expect("what is read is text");
            assert!(header.contains(authorization.access_key_id));
            assert!(header.contains(authorization.scope.region));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn what_is_signed_is_accepted_and_nothing_else(path: &str, query: &str, value: &[u8], body: &[u8]) {
    let mut headers = HeaderMap::new();
    headers.insert(HOST, HeaderValue::from_static("roster"));
    if let Ok(value) = HeaderValue::from_bytes(value) {
        headers.insert(HeaderName::from_static("x-amz-target"), value);
    }
    let path = format!("/{path}");
    let signer = Signer {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        session_token: None,
        region: "us-east-1",
        service: "connect",
        send_body_hash: false,
    };
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130);
    let added = signer
        .sign(&request(&path, query, &headers, body), time)
        .expect("it can be signed");
    headers.extend(added);
    let authorization = Authorization::parse(&headers).expect("what is signed is read");
    let key = SigningKey::derive(signer.secret_access_key, &authorization.scope);
    let accepts = |body: &[u8]| {
        verify(
            &request(&path, query, &headers, body),
            &authorization,
            &key,
            time,
            Duration::ZERO,
        )
        .is_ok()
    };

    assert!(accepts(body));
    let mut other = body.to_vec();
    if let Some(byte) = other.first_mut() {
        *byte ^= 1;
        assert!(!accepts(&other));
    }
}

fn request<'r>(path: &'r str, query: &'r str, headers: &'r HeaderMap, body: &'r [u8]) -> SignedRequest<'r> {
    SignedRequest {
        method: "POST",
        path,
        query,
        headers,
        body,
    }
}
