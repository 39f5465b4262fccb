//! The `Authorization` header, or a signature in the query, and what it vouches for.

#![no_main]

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};
use libfuzzer_sys::fuzz_target;
use roster_sigv4::{Authorization, PresignedQuery, SignedRequest, Signer, SigningKey, verify};

fuzz_target!(|input: &[u8]| {
    let [header, date, path, query, value, body] = roster_fuzz::parts(input);
    what_anybody_writes_is_read_or_refused(header, date);
    if let (Ok(path), Ok(query)) = (str::from_utf8(path), str::from_utf8(query)) {
        any_query_is_read_or_refused(query);
        what_is_signed_is_accepted_and_nothing_else(path, query, value, body);
        what_is_presigned_is_accepted_and_nothing_else(path, query, body);
    }
});

const SIGNER: Signer<'_> = Signer {
    access_key_id: "AKIAIOSFODNN7EXAMPLE",
    secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    session_token: None,
    region: "us-east-1",
    service: "connect",
    send_body_hash: false,
};

fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130)
}

fn any_query_is_read_or_refused(query: &str) {
    if let Some(presigned) = PresignedQuery::read(query)
        && let Err(error) = Authorization::parse_presigned(&presigned, &HeaderMap::new())
    {
        assert!(!error.to_string().is_empty());
    }
}

fn what_is_presigned_is_accepted_and_nothing_else(path: &str, query: &str, body: &[u8]) {
    // One parameter of a signature in the query already would be one too many.
    if query.contains('%') || query.contains("X-Amz-") {
        return;
    }
    let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("roster"))]);
    let path = format!("/{path}");
    let life = Duration::from_mins(1);
    let query = SIGNER
        .presign(&request(&path, query, &headers, body), time(), life)
        .expect("it can be presigned");
    let accepts = |query: &str, now: SystemTime| {
        let presigned = PresignedQuery::read(query).expect("a signature");
        let authorization =
            Authorization::parse_presigned(&presigned, &headers).expect("what is presigned is read");
        let key = SigningKey::derive(SIGNER.secret_access_key, &authorization.scope);
        let request = request(&path, query, &headers, body);
        verify(&request, &authorization, &key, now, Duration::ZERO).is_ok()
    };

    assert!(accepts(&query, time() + life));
    assert!(!accepts(&query, time() + life + Duration::from_secs(1)));
    assert!(!accepts(&format!("{query}&a"), time()));
}

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
    let time = time();
    let added = SIGNER
        .sign(&request(&path, query, &headers, body), time)
        .expect("it can be signed");
    headers.extend(added);
    let authorization = Authorization::parse(&headers).expect("what is signed is read");
    let key = SigningKey::derive(SIGNER.secret_access_key, &authorization.scope);
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
