//! Every way to be refused, with the exact words.

use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HOST, HeaderValue};
use roster_sigv4::{
    Absent, Authorization, Scope, ScopeFault, SignatureError, SigningError, SigningKey, Timestamp,
};

use crate::sample::{SIGNER, Sample, now};

const SIGNATURE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn parse(authorization: &str, date: Option<&str>) -> Result<String, SignatureError> {
    let mut headers = HeaderMap::from_iter([(
        AUTHORIZATION,
        HeaderValue::from_bytes(authorization.as_bytes()).unwrap(),
    )]);
    if let Some(date) = date {
        headers.insert("x-amz-date", HeaderValue::from_bytes(date.as_bytes()).unwrap());
    }
    Authorization::parse(&headers)
        .map(|authorization| format!("{} of {}", authorization.scope, authorization.access_key_id))
}

#[test]
fn parameters_may_be_parted_by_commas_or_blanks_in_any_order() {
    let (credential, names) = (
        "Credential=AKID/20261121/us-east-1/connect/aws4_request",
        "SignedHeaders=x-amz-date;host",
    );
    for header in [
        format!("AWS4-HMAC-SHA256 {credential}, {names}, Signature={SIGNATURE}"),
        format!("AWS4-HMAC-SHA256 {credential},{names},Signature={SIGNATURE}"),
        format!("AWS4-HMAC-SHA256 {credential} {names} Signature={SIGNATURE}"),
        format!("AWS4-HMAC-SHA256\tSignature={SIGNATURE}, {names} ,Unknown=x, {credential},"),
    ] {
        let expected = "20261121/us-east-1/connect/aws4_request of AKID";
        assert_eq!(
            parse(&header, Some("20261121T101530Z")).as_deref(),
            Ok(expected),
            "{header}"
        );
    }
}

#[test]
fn malformed_authorization_headers_are_refused_in_awss_words() {
    const ALL: &str = "Authorization header requires 'Credential' parameter. \
        Authorization header requires 'Signature' parameter. \
        Authorization header requires 'SignedHeaders' parameter. \
        Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
    let date = Some("20261121T101530Z");
    let scope = "20261121/us-east-1/connect/aws4_request";
    let whole = |credential: &str| {
        format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature={SIGNATURE}")
    };
    let good = whole(&format!("AKID/{scope}"));
    let too_many = format!(
        "AWS4-HMAC-SHA256 Credential=AKID/{scope}, SignedHeaders={}, Signature=0",
        ";".repeat(100)
    );

    for (header, date, text) in [
        ("", None, ALL),
        ("AWS4-HMAC-SHA256", None, ALL),
        ("eyJhbGciOiJIUzI1NiJ9.e30", None, ALL),
        ("é", None, ALL),
        ("AWS4-HMAC-SHA256 Credential=, Signature=", None, ALL),
        (
            "AWS4-HMAC-SHA256 Credential=x",
            date,
            "Authorization header requires 'Signature' parameter. \
             Authorization header requires 'SignedHeaders' parameter.",
        ),
        (
            &good,
            None,
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        ),
        (
            "Bearer eyJhbGciOiJIUzI1NiJ9.e30",
            date,
            "'eyJhbGciOiJIUzI1NiJ9.e30' not a valid key=value pair (missing equal-sign) \
             in Authorization header.",
        ),
        (
            &whole(&format!("AKID /{scope}")),
            date,
            "'/20261121/us-east-1/connect/aws4_request' not a valid key=value pair (missing equal-sign) \
             in Authorization header.",
        ),
        (
            &good,
            Some("2026-11-21T10:15:30Z"),
            "Date must be in ISO-8601 'basic format'. Got '2026-11-21T10:15:30Z'. \
             See http://en.wikipedia.org/wiki/ISO_8601",
        ),
        (
            &good.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            date,
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now).",
        ),
        (
            &whole("AKID/20261121/connect/aws4_request"),
            date,
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, \
             got 'AKID/20261121/connect/aws4_request'",
        ),
        (
            &whole("AK/ID/20261121/us-east-1/connect/aws4_request"),
            date,
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, \
             got 'AK/ID/20261121/us-east-1/connect/aws4_request'",
        ),
        (
            &whole("AKID/20261120/us-east-1/connect/aws5_request"),
            date,
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. \
             Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '20261120' != '20261121', from '20261121T101530Z'.",
        ),
        (
            &whole("AKID/2026112/us-east-1/connect/aws4_request"),
            date,
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '2026112' != '20261121', from '20261121T101530Z'.",
        ),
        (
            &too_many,
            date,
            "SignedHeaders names 101 headers, more than the 100 accepted.",
        ),
    ] {
        assert_eq!(
            parse(header, date).map_err(|error| error.to_string()),
            Err(text.to_owned()),
            "{header}"
        );
    }
}

#[test]
fn errors_carry_what_they_are_about() {
    assert_eq!(
        Authorization::parse(&HeaderMap::new()),
        Err(SignatureError::Missing)
    );
    assert_eq!(
        parse("AWS4-HMAC-SHA256 Credential=x, SignedHeaders=", None),
        Err(SignatureError::Incomplete(Absent {
            signature: true,
            date: true,
            ..Absent::default()
        }))
    );
    let scope = Scope {
        date: "20261121",
        region: "eu-central-1",
        service: "s3",
    };
    assert_eq!(scope.require("eu-central-1", "s3"), Ok(()));
    let error = scope.require("us-east-1", "connect").unwrap_err();
    assert_eq!(
        error,
        SignatureError::MalformedScope {
            faults: vec![
                ScopeFault::Region {
                    got: "eu-central-1".to_owned()
                },
                ScopeFault::Service {
                    expected: "connect".to_owned()
                },
            ]
        }
    );
    assert_eq!(
        error.to_string(),
        "Credential should be scoped to a valid region, not 'eu-central-1'. \
         Credential should be scoped to correct service: 'connect'."
    );
}

#[test]
fn a_signature_is_good_for_five_minutes_either_way_to_the_second() {
    let signed = Sample::new("GET", "/").signed();
    let (second, tolerance) = (Duration::from_secs(1), Duration::from_mins(5));
    let just_before_the_next_second = Duration::from_millis(999);

    assert_eq!(
        signed.verify_at(now() + tolerance + just_before_the_next_second),
        Ok(())
    );
    assert_eq!(signed.verify_at(now() - tolerance), Ok(()));

    let late = signed.verify_at(now() + tolerance + second).unwrap_err();
    assert_eq!(
        late,
        SignatureError::Skew {
            signed: Timestamp::from(now()),
            now: Timestamp::from(now() + tolerance + second),
            tolerance
        }
    );
    assert_eq!(
        late.to_string(),
        "Signature expired: 20261121T101530Z is now earlier than 20261121T101531Z (20261121T102031Z - 5 min.)"
    );
    assert_eq!(
        signed
            .verify_at(now() - tolerance - second)
            .unwrap_err()
            .to_string(),
        "Signature not yet current: 20261121T101530Z is still later than 20261121T101529Z \
         (20261121T101029Z + 5 min.)"
    );
}

#[test]
fn the_order_of_signed_headers_does_not_matter() {
    let mut signed = Sample::new("GET", "/").signed();
    let header = signed.headers[AUTHORIZATION].to_str().expect("text");
    let header = header.replace("host;x-amz-date", "x-amz-date;host;host");
    signed
        .headers
        .insert(AUTHORIZATION, HeaderValue::try_from(header).expect("text"));
    assert_eq!(signed.verify(), Ok(()));
}

#[test]
fn host_and_every_x_amz_header_must_be_signed() {
    let signed = Sample::new("GET", "/").header("x-amz-target", "a").signed();
    for (name, text) in [
        (
            "host",
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            "x-amz-date",
            "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            "x-amz-target",
            "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
        ),
    ] {
        let mut spoilt = signed.clone();
        let header = spoilt.headers[AUTHORIZATION]
            .to_str()
            .expect("text")
            .replace(name, "other");
        spoilt
            .headers
            .insert(AUTHORIZATION, HeaderValue::try_from(header).expect("text"));
        let error = spoilt.verify().unwrap_err();
        assert_eq!(
            error,
            SignatureError::UnsignedHeader {
                name: name.to_owned()
            }
        );
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn other_headers_may_be_added_after_signing() {
    let signed = Sample::new("GET", "/")
        .signed()
        .header("x-amz-security-token", "t")
        .header("x-amzn-trace-id", "x");
    assert_eq!(signed.header("via", "1.1 proxy").verify(), Ok(()));
}

#[test]
fn a_signed_header_must_have_been_sent() {
    let mut signed = Sample::new("GET", "/").header("accept", "*/*").signed();
    signed.headers.remove("accept");
    let error = signed.verify().unwrap_err();
    assert_eq!(
        error,
        SignatureError::AbsentHeader {
            name: "accept".to_owned()
        }
    );
    assert_eq!(
        error.to_string(),
        "'accept' is named as a SignedHeader, but it does not exist in the HTTP request."
    );
}

#[test]
fn a_declared_body_hash_must_be_that_of_the_body() {
    for declared in [
        "UNSIGNED-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        SIGNATURE,
        "",
    ] {
        let signed = Sample::new("POST", "/")
            .body("{}")
            .header("x-amz-content-sha256", declared)
            .signed();
        let error = signed.verify().unwrap_err();
        assert_eq!(
            error,
            SignatureError::BodyHashMismatch {
                declared: declared.to_owned()
            }
        );
        assert_eq!(
            error.to_string(),
            "The provided 'x-amz-content-sha256' header does not match what was computed."
        );
    }
}

#[test]
fn another_key_is_a_mismatch_in_awss_words() {
    let other = roster_sigv4::Signer {
        secret_access_key: "another",
        ..SIGNER
    };
    let error = Sample::new("GET", "/")
        .signed_by(&other, now())
        .verify()
        .unwrap_err();
    assert_eq!(error, SignatureError::Mismatch);
    assert_eq!(
        error.to_string(),
        "The request signature we calculated does not match the signature you provided. \
         Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
    );
}

#[test]
fn a_signature_in_upper_case_is_a_mismatch() {
    let mut signed = Sample::new("GET", "/").signed();
    let header = signed.headers[AUTHORIZATION].to_str().expect("text");
    let (rest, signature) = header.split_once("Signature=").expect("a signature");
    let header = format!("{rest}Signature={}", signature.to_uppercase());
    signed
        .headers
        .insert(AUTHORIZATION, HeaderValue::try_from(header).expect("text"));
    assert_eq!(signed.verify(), Err(SignatureError::Mismatch));
}

#[test]
fn a_request_without_host_cannot_be_signed() {
    let mut sample = Sample::new("GET", "/");
    sample.headers.remove(HOST);
    assert!(matches!(
        SIGNER.sign(&sample.request(), now()),
        Err(SigningError::NoHost)
    ));
}

#[test]
fn a_session_token_that_is_no_header_value_is_refused() {
    let signer = roster_sigv4::Signer {
        session_token: Some("a\nb"),
        ..SIGNER
    };
    let outcome = signer.sign(&Sample::new("GET", "/").request(), now());
    assert!(matches!(outcome, Err(SigningError::InvalidValue(_))));
}

#[test]
fn debug_output_shows_no_secret() {
    let scope = Scope {
        date: "20261121",
        region: "us-east-1",
        service: "connect",
    };
    assert_eq!(
        format!("{:?}", SigningKey::derive("secret", &scope)),
        "SigningKey(..)"
    );
    assert!(!format!("{SIGNER:?}").contains(SIGNER.secret_access_key));
}
