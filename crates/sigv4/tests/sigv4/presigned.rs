//! Signatures in the query: what botocore presigns, and every way to be refused, with the exact words.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SessionTokenMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use http::header::{AUTHORIZATION, HOST, HeaderValue};
use roster_sigv4::{
    Authorization, LONGEST_LIFE, PresignedQuery, SignatureError, Signer, SigningError, Timestamp,
};

use crate::sample::{SIGNER, Sample, now};

/// For how long the samples are valid.
const LIFE: Duration = Duration::from_mins(10);

const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//==+";

/// What a client presigned.
struct Recorded {
    what: &'static str,
    service: &'static str,
    target: &'static str,
    header: Option<(&'static str, &'static str)>,
    session_token: Option<&'static str>,
    life: u64,
    signature: &'static str,
}

/// Made by botocore 1.43.11: `generate_presigned_url` of boto3's clients, and of `RequestSigner` for the header, with the key
/// of [`SIGNER`], for `http://localhost:7420`, at [`now`].
const BOTOCORE: [Recorded; 6] = [
    Recorded {
        what: "a user",
        service: "connect",
        target: "/users/a1b2/c3d4",
        header: None,
        session_token: None,
        life: 600,
        signature: "073d89db2ee635f9b6e4a8c1bc1f62a0d97d4b0cedc2e76bf31db303d9efe9e7",
    },
    Recorded {
        what: "an ARN in the path",
        service: "connect",
        target: "/tags/arn%3Aaws%3Aconnect%3Aus-east-1%3A123456789012%3Ainstance%2Fa1b2",
        header: None,
        session_token: None,
        life: 1,
        signature: "eac0f3dfe1e7640edaaa09ee4e337f427df4f5fa86584f745b6de2d311a12a18",
    },
    Recorded {
        what: "parameters of the operation",
        service: "connect",
        target: "/users-summary/a1b2?nextToken=a%2Bb%2Fc%20d%3D~%C3%A9&maxResults=7",
        header: None,
        session_token: None,
        life: 604_800,
        signature: "c8552846f7b0c39b37a4143414596e1ef25aadf308da2f2ff18cca300f5309f7",
    },
    Recorded {
        what: "a session token",
        service: "connect",
        target: "/users/a1b2/c3d4",
        header: None,
        session_token: Some(TOKEN),
        life: 600,
        signature: "54449858192e3ebe2ebf0a997a3a5553b73ba0f393e4afb04dcee2cf07127d4b",
    },
    Recorded {
        what: "a form",
        service: "sts",
        target: "/?Action=GetCallerIdentity&Version=2011-06-15",
        header: None,
        session_token: None,
        life: 3600,
        signature: "8071b771e545029fe0c691b55c3f209b80468c4ce166d5e279a15fc266564655",
    },
    Recorded {
        what: "a header, as clusters of EKS ask for one",
        service: "sts",
        target: "/?Action=GetCallerIdentity&Version=2011-06-15",
        header: Some(("x-k8s-aws-id", "a-cluster")),
        session_token: None,
        life: 60,
        signature: "5c26ec77195b18b78daab866d4d0ecb58669e256afc083e2f6a98f80ac93d8d4",
    },
];

impl Recorded {
    fn sample(&self) -> Sample {
        let sample = Sample::new("GET", self.target);
        match self.header {
            Some((name, value)) => sample.header(name, value),
            None => sample,
        }
    }

    fn signer(&self) -> Signer<'static> {
        Signer {
            service: self.service,
            session_token: self.session_token,
            ..SIGNER
        }
    }
}

#[test]
fn we_presign_as_botocore_does_and_accept_it() {
    for recorded in &BOTOCORE {
        let ours = recorded
            .sample()
            .presigned_by(&recorded.signer(), Duration::from_secs(recorded.life));

        let signature = format!("&X-Amz-Signature={}", recorded.signature);
        assert!(
            ours.query.ends_with(&signature),
            "{}: {}",
            recorded.what,
            ours.query
        );
        assert_eq!(ours.verify(), Ok(()), "{}", recorded.what);
    }
}

#[test]
fn what_the_official_signer_presigns_verifies() {
    let unsigned_token = SessionTokenMode::Exclude;
    for (target, session_token, mode) in [
        ("/users/a1b2/c3d4", None, SessionTokenMode::Include),
        ("/users/a1b2/c3d4", Some(TOKEN), SessionTokenMode::Include),
        ("/users/a1b2/c3d4?a=x%2By&b", Some(TOKEN), unsigned_token),
        ("/users/a1b2/../c3d4//?a=1&a=0", None, unsigned_token),
    ] {
        let presigned = officially_presigned(target, session_token, mode);

        assert_eq!(presigned.verify(), Ok(()), "{}", presigned.query);
        let query = PresignedQuery::read(&presigned.query).expect("a signature");
        assert_eq!(query.session_token(), session_token);
    }
}

fn officially_presigned(target: &str, session_token: Option<&str>, mode: SessionTokenMode) -> Sample {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(LIFE);
    settings.session_token_mode = mode;
    let (id, secret) = (SIGNER.access_key_id, SIGNER.secret_access_key);
    let identity = Credentials::new(id, secret, session_token.map(str::to_owned), None, "test").into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region(SIGNER.region)
        .name(SIGNER.service)
        .time(now())
        .settings(settings)
        .build()
        .expect("parameters")
        .into();
    let uri = format!("http://localhost:7420{target}");
    let headers = [("host", "localhost:7420")].into_iter();
    let request = SignableRequest::new("GET", uri, headers, SignableBody::Bytes(b"")).expect("a request");
    let (instructions, _) = sign(request, &params).expect("a signature").into_parts();
    let mut request = http::Request::builder()
        .uri(format!("http://localhost:7420{target}"))
        .body(())
        .expect("a request");
    instructions.apply_to_request_http1x(&mut request);
    Sample::new("GET", request.uri().path_and_query().expect("a target").as_str())
}

fn presigned() -> Sample {
    Sample::new("GET", "/users/a1b2/c3d4?a=1").presigned_by(&SIGNER, LIFE)
}

#[test]
fn a_presigned_request_is_valid_from_five_minutes_before_its_date_to_the_end_of_its_life() {
    let (second, tolerance) = (Duration::from_secs(1), Duration::from_mins(5));

    assert_eq!(presigned().verify_at(now() - tolerance), Ok(()));
    assert_eq!(
        presigned().verify_at(now() + LIFE + Duration::from_millis(999)),
        Ok(())
    );

    let late = presigned().verify_at(now() + LIFE + second).unwrap_err();
    assert_eq!(
        late,
        SignatureError::Expired {
            signed: Timestamp::from(now()),
            now: Timestamp::from(now() + LIFE + second),
            life: LIFE
        }
    );
    assert_eq!(
        late.to_string(),
        "Signature expired: 20261121T102530Z (20261121T101530Z + 600 sec.) is earlier than 20261121T102531Z: \
         presign the request again"
    );
    assert_eq!(
        presigned()
            .verify_at(now() - tolerance - second)
            .unwrap_err()
            .to_string(),
        "Signature not yet current: 20261121T101530Z is still later than 20261121T101529Z \
         (20261121T101029Z + 5 min.)"
    );
}

#[test]
fn a_life_may_be_shorter_than_the_tolerance_and_as_long_as_a_week() {
    let second = Duration::from_secs(1);
    for life in [second, LONGEST_LIFE] {
        let presigned = Sample::new("GET", "/").presigned_by(&SIGNER, life);

        assert_eq!(presigned.verify_at(now() + life), Ok(()));
        let late = presigned.verify_at(now() + life + second);
        assert!(matches!(late, Err(SignatureError::Expired { .. })), "{late:?}");
    }
}

#[test]
fn a_life_that_is_no_whole_number_of_seconds_up_to_a_week_is_refused() {
    for life in [
        "0",
        "604801",
        "-1",
        "%2B60",
        "60.0",
        "1e3",
        "",
        "x",
        "99999999999999999999",
    ] {
        let spoilt = replaced("X-Amz-Expires=600", &format!("X-Amz-Expires={life}"));
        let error = spoilt.verify().unwrap_err();
        assert!(
            matches!(error, SignatureError::MalformedExpires { .. }),
            "{life}: {error}"
        );
    }
    assert_eq!(
        replaced("X-Amz-Expires=600", "X-Amz-Expires=604801")
            .verify()
            .unwrap_err()
            .to_string(),
        "X-Amz-Expires must be a whole number of seconds from 1 to 604800. Got '604801'."
    );
}

#[test]
fn without_a_life_a_presigned_request_is_valid_as_long_as_any_other() {
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE/20261121/us-east-1/connect/aws4_request\
        &X-Amz-Date=20261121T101530Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
    let sample = Sample::new("GET", &format!("/?{query}"));
    let tolerance = Duration::from_mins(5);

    assert_eq!(sample.verify_at(now() + tolerance), Err(SignatureError::Mismatch));
    let late = sample.verify_at(now() + tolerance + Duration::from_secs(1));
    assert!(matches!(late, Err(SignatureError::Skew { .. })), "{late:?}");
}

/// A presigned request with a part of its query replaced.
fn replaced(from: &str, to: &str) -> Sample {
    let mut presigned = presigned();
    assert!(presigned.query.contains(from), "{}", presigned.query);
    presigned.query = presigned.query.replacen(from, to, 1);
    presigned
}

#[test]
fn malformed_parameters_are_refused_in_awss_words_where_we_know_them() {
    let scope = "AKIDEXAMPLE%2F20261121%2Fus-east-1%2Fconnect%2Faws4_request";
    let many = "%3Ba".repeat(100);
    for (from, to, text) in [
        (
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256",
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now).",
        ),
        (
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&",
            "",
            "AWS query-string parameters must include 'X-Amz-Algorithm'.",
        ),
        (
            "X-Amz-Date=20261121T101530Z",
            "X-Amz-Date=",
            "AWS query-string parameters must include 'X-Amz-Date'.",
        ),
        (
            "X-Amz-Date=20261121T101530Z",
            "X-Amz-Date=yesterday",
            "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See http://en.wikipedia.org/wiki/ISO_8601",
        ),
        (
            scope,
            "AKIDEXAMPLE",
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE'",
        ),
        (
            scope,
            "AKIDEXAMPLE%2F20261120%2Fus-east-1%2Fconnect%2Faws4_request",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '20261120' != '20261121', from '20261121T101530Z'.",
        ),
        (
            "X-Amz-SignedHeaders=host",
            &format!("X-Amz-SignedHeaders=host{many}"),
            "SignedHeaders names 101 headers, more than the 100 accepted.",
        ),
        (
            "X-Amz-SignedHeaders=host",
            "X-Amz-SignedHeaders=accept",
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            "X-Amz-SignedHeaders=host",
            "X-Amz-SignedHeaders=host%3Baccept",
            "'accept' is named as a SignedHeader, but it does not exist in the HTTP request.",
        ),
        (
            "a=1",
            "a=1&X-Amz-%44ate=20261121T101530Z",
            "The query-string parameter 'X-Amz-Date' must be sent once only",
        ),
        (
            "a=1",
            "a=1&X-Amz-Security-Token=t&X-Amz-Security-Token=t",
            "The query-string parameter 'X-Amz-Security-Token' must be sent once only",
        ),
    ] {
        assert_eq!(replaced(from, to).verify().unwrap_err().to_string(), text, "{to}");
    }
}

#[test]
fn all_absent_parameters_are_named_together() {
    let error = Sample::new("GET", "/?X-Amz-Signature=").verify().unwrap_err();
    assert_eq!(
        error.to_string(),
        "AWS query-string parameters must include 'X-Amz-Algorithm'. \
         AWS query-string parameters must include 'X-Amz-Credential'. \
         AWS query-string parameters must include 'X-Amz-Signature'. \
         AWS query-string parameters must include 'X-Amz-SignedHeaders'. \
         AWS query-string parameters must include 'X-Amz-Date'."
    );
}

#[test]
fn parameters_that_sign_nothing_alone_are_no_signature() {
    for query in [
        "",
        "a=1",
        "X-Amz-Date=1&X-Amz-Expires=1",
        "x-amz-signature=1",
        "a=X-Amz-Signature",
    ] {
        assert!(PresignedQuery::read(query).is_none(), "{query}");
    }
    for query in ["X-Amz-Signature", "X-Amz-Credential=", "a&X%2dAmz-Algorithm=x"] {
        assert!(PresignedQuery::read(query).is_some(), "{query}");
    }
}

#[test]
fn a_signature_in_query_and_header_is_refused() {
    let mut presigned = presigned();
    for value in ["AWS4-HMAC-SHA256 Credential=x", "Bearer x"] {
        presigned
            .headers
            .insert(AUTHORIZATION, HeaderValue::from_static(value));
        let error = presigned.verify().unwrap_err();
        assert_eq!(error, SignatureError::SignedTwice);
        assert_eq!(
            error.to_string(),
            "The request has a signature in its query string and an Authorization header: send one of the two"
        );
    }
}

#[test]
fn amz_headers_must_be_signed_even_a_session_token() {
    for name in ["x-amz-target", "x-amz-security-token", "x-amz-date"] {
        let error = presigned().header(name, "a").verify().unwrap_err();
        assert_eq!(
            error,
            SignatureError::UnsignedHeader {
                name: name.to_owned()
            }
        );
    }
    assert_eq!(presigned().header("via", "1.1 proxy").verify(), Ok(()));
}

#[test]
fn the_order_of_the_query_does_not_matter() {
    let mut presigned = presigned();
    let mut parameters: Vec<_> = presigned.query.split('&').collect();
    parameters.reverse();
    presigned.query = parameters.join("&");
    assert_eq!(presigned.verify(), Ok(()));
}

#[test]
fn a_presigned_request_without_host_cannot_be_made() {
    let mut sample = Sample::new("GET", "/");
    sample.headers.remove(HOST);
    let outcome = SIGNER.presign(&sample.request(), now(), LIFE);
    assert!(matches!(outcome, Err(SigningError::NoHost)));
}

#[test]
fn debug_output_shows_neither_signature_nor_token() {
    let query = "X-Amz-Signature=secret&X-Amz-Security-Token=secret";
    let query = PresignedQuery::read(query).expect("a signature");
    assert_eq!(format!("{query:?}"), "PresignedQuery { .. }");
    assert!(Authorization::parse_presigned(&query, &http::HeaderMap::new()).is_err());
}
