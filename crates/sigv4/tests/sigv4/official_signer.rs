//! The signer inside the official Rust SDK: what it signs, we accept, and we sign the same.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use http::header::AUTHORIZATION;
use proptest::prelude::*;
use roster_sigv4::Signer;

use crate::sample::{SIGNER, Sample, now};

#[test]
fn what_the_official_signer_signs_verifies() {
    for (case, sample) in samples() {
        assert_eq!(
            officially_signed(sample, None, SigningSettings::default()).verify(),
            Ok(()),
            "{case}"
        );
    }
}

#[test]
fn we_sign_as_the_official_signer_does() {
    for (case, sample) in samples() {
        let theirs = officially_signed(sample.clone(), None, SigningSettings::default());
        assert_eq!(
            sample.signed().headers[AUTHORIZATION],
            theirs.headers[AUTHORIZATION],
            "{case}"
        );
    }
}

#[test]
fn a_path_signed_as_it_is_verifies_too() {
    let mut settings = SigningSettings::default();
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    for target in ["/users/a//identity-info", "/users/./a/../b", "//users//"] {
        let signed = officially_signed(Sample::new("POST", target), None, settings.clone());
        assert_ne!(
            signed.headers[AUTHORIZATION],
            Sample::new("POST", target).signed().headers[AUTHORIZATION]
        );
        assert_eq!(signed.verify(), Ok(()), "{target}");
    }
}

#[test]
fn a_session_token_and_a_body_hash_are_signed_alike() {
    let mut settings = SigningSettings::default();
    settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    let sample = Sample::new("POST", "/users/a/b/identity-info").body(r#"{"IdentityInfo":{}}"#);
    let signer = Signer {
        session_token: Some("FwoGZXIvYXdzEXAMPLE//=="),
        send_body_hash: true,
        ..SIGNER
    };

    let theirs = officially_signed(sample.clone(), signer.session_token, settings);
    let ours = sample.signed_by(&signer, now());

    assert_eq!(theirs.verify(), Ok(()));
    assert_eq!(ours.headers, theirs.headers);
}

proptest! {
    #[test]
    fn we_sign_any_path_and_query_as_the_official_signer_does(
        path in "(/[a-zA-Z0-9.%:@!$&'()*+,;=~_-]{0,6}){1,6}",
        query in "([a-z0-9=&+.~/:?-]|%[2-7][0-9a-fA-F]|%[g-z]){0,40}",
        body: Vec<u8>,
    ) {
        let sample = Sample::new("PUT", &format!("{path}?{query}")).body(body);
        let theirs = officially_signed(sample.clone(), None, SigningSettings::default());
        prop_assert_eq!(theirs.verify(), Ok(()));
        prop_assert_eq!(&sample.signed().headers[AUTHORIZATION], &theirs.headers[AUTHORIZATION]);
    }
}

fn samples() -> Vec<(&'static str, Sample)> {
    let instance = "/instance/arn%3Aaws%3Aconnect%3Aus-east-1%3A123456789012%3Ainstance%2Fa1b2";
    vec![
        ("no body", Sample::new("GET", "/users-summary/a1b2")),
        (
            "a body",
            Sample::new("POST", "/users/a1b2/c3d4").body(r#"{"Email":"mary@example.com"}"#),
        ),
        ("escapes in the path", Sample::new("GET", instance)),
        (
            "other scripts in the path",
            Sample::new("GET", "/users/%E1%88%B4/ሴ"),
        ),
        (
            "dots and slashes in the path",
            Sample::new("GET", "//users/./a1b2/../c3d4//"),
        ),
        ("a dot at the end", Sample::new("GET", "/users/a1b2/.")),
        ("two dots at the end", Sample::new("GET", "/users/a1b2/..")),
        (
            "repeated query keys",
            Sample::new("DELETE", "/tags/x?tagKeys=b&tagKeys=a&tagKeys=a%20b&tagKeys"),
        ),
        (
            "blanks and plusses in the query",
            Sample::new("GET", "/?a=x+y&b=x%20y&c=x%2By&d=%7e"),
        ),
        (
            "repeated headers",
            Sample::new("GET", "/")
                .header("x-a", "2")
                .header("x-a", "1")
                .header("x-a", "2"),
        ),
        (
            "blanks in a header",
            Sample::new("GET", "/").header("x-a", "  \"a   b\"  c  "),
        ),
        (
            "other scripts in a header",
            Sample::new("GET", "/").header("x-a", "é  ሴ"),
        ),
        (
            "headers that proxies touch",
            Sample::new("GET", "/")
                .header("user-agent", "x")
                .header("x-amzn-trace-id", "y"),
        ),
    ]
}

fn officially_signed(mut sample: Sample, session_token: Option<&str>, settings: SigningSettings) -> Sample {
    let credentials = Credentials::new(
        SIGNER.access_key_id,
        SIGNER.secret_access_key,
        session_token.map(str::to_owned),
        None,
        "test",
    );
    let identity = credentials.into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region(SIGNER.region)
        .name(SIGNER.service)
        .time(now())
        .settings(settings)
        .build()
        .expect("parameters")
        .into();
    let headers: Vec<_> = sample
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.as_str(),
                std::str::from_utf8(value.as_bytes()).expect("text"),
            )
        })
        .collect();
    let uri = format!("http://localhost:7420{}?{}", sample.path, sample.query);
    let request = SignableRequest::new(
        &sample.method,
        uri,
        headers.into_iter(),
        SignableBody::Bytes(&sample.body),
    )
    .expect("a request");
    let (instructions, _) = sign(request, &params).expect("a signature").into_parts();
    for (name, value) in instructions.headers() {
        sample = sample.header(name, value);
    }
    sample
}
