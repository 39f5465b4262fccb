//! What a signature costs: `cargo bench -p roster-sigv4`.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use divan::Bencher;
use http::{HeaderMap, HeaderName, HeaderValue};
use roster_sigv4::{Authorization, DEFAULT_TOLERANCE, SignedRequest, Signer, SigningKey, verify};

const PATH: &str =
    "/users/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/87654321-2222-1234-1234-111234567891/identity-info";
const BODY: &[u8] = br#"{"IdentityInfo": {"FirstName": "Mary", "LastName": "Major",
 "Email": "mary.major@example.com", "SecondaryEmail": "mary@example.org", "Mobile": "+15555550100"}}"#;
const SIGNER: Signer<'_> = Signer {
    access_key_id: "AKIDEXAMPLE",
    secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    session_token: None,
    region: "us-east-1",
    service: "connect",
    send_body_hash: false,
};

fn main() {
    divan::main();
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130)
}

fn request(headers: &HeaderMap) -> SignedRequest<'_> {
    SignedRequest {
        method: "POST",
        path: PATH,
        query: "",
        headers,
        body: BODY,
    }
}

/// The headers that boto3 signs.
fn headers_to_sign() -> HeaderMap {
    collect(&[("content-type", "application/json"), ("host", "localhost:7420")])
}

/// The headers that boto3 sends.
fn signed_headers() -> HeaderMap {
    let user_agent = "Boto3/1.40.0 md/Botocore#1.40.0 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.12";
    let mut headers = headers_to_sign();
    headers.extend(SIGNER.sign(&request(&headers), now()).expect("a signature"));
    headers.extend(collect(&[
        ("accept-encoding", "identity"),
        ("content-length", &BODY.len().to_string()),
        ("user-agent", user_agent),
    ]));
    headers
}

fn collect(headers: &[(&str, &str)]) -> HeaderMap {
    let parsed = |(name, value): &(&str, &str)| {
        (
            name.parse::<HeaderName>().expect("a name"),
            value.parse::<HeaderValue>().expect("a value"),
        )
    };
    headers.iter().map(parsed).collect()
}

/// What a server does per request once it has the key.
#[divan::bench]
fn parse_and_verify(bencher: Bencher<'_, '_>) {
    let headers = signed_headers();
    let key = SigningKey::derive(
        SIGNER.secret_access_key,
        &Authorization::parse(&headers).expect("parsed").scope,
    );
    bencher.bench(|| {
        let authorization = Authorization::parse(&headers)?;
        verify(&request(&headers), &authorization, &key, now(), DEFAULT_TOLERANCE)
    });
}

#[divan::bench]
fn parse_alone(bencher: Bencher<'_, '_>) {
    let headers = signed_headers();
    bencher.bench(|| Authorization::parse(&headers));
}

/// What it does once a day for each key.
#[divan::bench]
fn derive_key(bencher: Bencher<'_, '_>) {
    let headers = signed_headers();
    let scope = Authorization::parse(&headers).expect("parsed").scope;
    bencher.bench(|| SigningKey::derive(divan::black_box(SIGNER.secret_access_key), &scope));
}

#[divan::bench]
fn sign_as_client(bencher: Bencher<'_, '_>) {
    let headers = headers_to_sign();
    bencher.bench(|| SIGNER.sign(&request(&headers), now()));
}

/// The alternative without code of our own: sign the request again and compare.
#[divan::bench]
fn sign_again_with_aws_sigv4(bencher: Bencher<'_, '_>) {
    let headers = headers_to_sign();
    let identity = Credentials::new(
        SIGNER.access_key_id,
        SIGNER.secret_access_key,
        None,
        None,
        "bench",
    )
    .into();
    bencher.bench(|| {
        let params = SigningParams::builder()
            .identity(&identity)
            .region(SIGNER.region)
            .name(SIGNER.service)
            .time(now())
            .settings(SigningSettings::default())
            .build()
            .expect("parameters")
            .into();
        let signed = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
        let uri = format!("http://localhost:7420{PATH}");
        let request = SignableRequest::new("POST", uri, signed, SignableBody::Bytes(BODY));
        sign(request.expect("a request"), &params)
            .expect("a signature")
            .into_parts()
            .1
    });
}
