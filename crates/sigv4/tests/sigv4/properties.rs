//! What holds for every request: signing makes it acceptable, changing any byte of it does not, and no input
//! panics.

use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderValue};
use proptest::prelude::*;
use proptest::sample::Index;
use roster_sigv4::{Authorization, LONGEST_LIFE, PresignedQuery, SignatureError};

use crate::sample::{SIGNER, Sample};

fn any_sample() -> impl Strategy<Value = Sample> {
    let header = (
        "x-[a-z0-9-]{0,8}",
        prop::collection::vec(prop_oneof![Just(b'\t'), 0x20..0x7f_u8, 0x80..=0xff_u8], 0..20),
    );
    (
        any::<String>(),
        any::<String>(),
        any::<String>(),
        prop::collection::vec(header, 0..5),
        any::<Vec<u8>>(),
    )
        .prop_map(|(method, path, query, headers, body)| {
            let sample = Sample {
                path,
                query,
                ..Sample::new(&method, "/")
            }
            .body(body);
            headers
                .into_iter()
                .fold(sample, |sample, (name, value)| sample.header(&name, value))
        })
}

/// Requests in which every byte of every part has a meaning of its own, so that changing it is a change.
fn plain_sample() -> impl Strategy<Value = Sample> {
    let target = r"(/[a-z0-9]{1,8}){1,4}\?[a-z0-9]{1,4}=[a-z0-9]{0,4}(&[a-z0-9]{1,4}=[a-z0-9]{1,4}){0,3}";
    let body = prop::collection::vec(any::<u8>(), 1..100);
    ("[A-Z]{3,6}", target, "[a-z0-9]{1,20}", body).prop_map(|(method, target, value, body)| {
        Sample::new(&method, &target)
            .header("x-amz-plain", value)
            .body(body)
    })
}

fn change_byte(bytes: &mut [u8], index: Index) {
    let byte = &mut bytes[index.index(bytes.len())];
    *byte = if *byte == b'x' { b'y' } else { b'x' };
}

fn changed(text: &str, index: Index) -> String {
    let mut bytes = text.as_bytes().to_vec();
    change_byte(&mut bytes, index);
    String::from_utf8(bytes).expect("plain text")
}

const SHAPELESS: &str =
    "(AWS4-HMAC-SHA256)?( ?,?(Credential|Signature|SignedHeaders|x)?=?[a-z0-9/;]{0,9}){0,6}";
const PRESIGNED: &str = "(X-Amz-Algorithm=AWS4-HMAC-SHA256&)?X-Amz-Credential=k(%2F|/)20261121/r/s/aws4_request\
    (&X-Amz-Date=20261121T101530Z)?(&X-Amz-Expires=[0-9+-]{0,7})?&X-Amz-SignedHeaders=host(%3B[a-z-]{0,9}){0,3}\
    (&X-Amz-Signature=[0-9a-fA-F]{63,65}){0,2}(&X-Amz-Security-Token=[a-z%]{0,5})?";
const SHAPED: &str = "AWS4-HMAC-SHA256 Credential=k/20261121/r/s/aws4_request, \
    SignedHeaders=host(;[a-z-]{0,9}){0,3}, Signature=[0-9a-fA-F]{63,65}";

proptest! {
    #[test]
    fn whatever_is_signed_verifies(sample in any_sample(), send_body_hash: bool) {
        let signer = roster_sigv4::Signer { send_body_hash, ..SIGNER };
        prop_assert_eq!(sample.signed_by(&signer, crate::sample::now()).verify(), Ok(()));
    }

    #[test]
    fn whatever_is_presigned_verifies(
        sample in any_sample(),
        life in 1..=LONGEST_LIFE.as_secs(),
        session_token in prop::option::of("[ -~]{0,20}"),
    ) {
        // One parameter of a signature in the query already would be one too many.
        prop_assume!(PresignedQuery::read(&sample.query).is_none());
        let signer = roster_sigv4::Signer { session_token: session_token.as_deref(), ..SIGNER };
        let presigned = sample.presigned_by(&signer, Duration::from_secs(life));
        prop_assert_eq!(presigned.verify(), Ok(()));
        let query = PresignedQuery::read(&presigned.query).expect("a signature");
        prop_assert_eq!(query.session_token(), session_token.as_deref());
    }

    #[test]
    fn no_changed_byte_of_a_presigned_request_verifies(sample in plain_sample(), index: Index) {
        let presigned = sample.presigned_by(&SIGNER, Duration::from_mins(10));
        prop_assert_eq!(presigned.verify(), Ok(()));

        let mut body = presigned.body.clone();
        change_byte(&mut body, index);
        for spoilt in [
            Sample { method: changed(&presigned.method, index), ..presigned.clone() },
            Sample { path: changed(&presigned.path, index), ..presigned.clone() },
            Sample { query: changed(&presigned.query, index), ..presigned.clone() },
            Sample { query: format!("{}&x", presigned.query), ..presigned.clone() },
            Sample { body, ..presigned.clone() },
        ] {
            prop_assert!(spoilt.verify().is_err(), "{spoilt:?}");
        }
    }

    #[test]
    fn any_changed_byte_breaks_the_signature(sample in plain_sample(), index: Index) {
        let signed = sample.signed();
        prop_assert_eq!(signed.verify(), Ok(()));

        let mut headers = signed.headers.clone();
        let value = changed(headers["x-amz-plain"].to_str().expect("plain text"), index);
        headers.insert("x-amz-plain", HeaderValue::try_from(value).expect("plain text"));
        let mut body = signed.body.clone();
        change_byte(&mut body, index);

        for spoilt in [
            Sample { method: changed(&signed.method, index), ..signed.clone() },
            Sample { path: changed(&signed.path, index), ..signed.clone() },
            Sample { query: changed(&signed.query, index), ..signed.clone() },
            Sample { headers, ..signed.clone() },
            Sample { body, ..signed.clone() },
        ] {
            prop_assert_eq!(spoilt.verify(), Err(SignatureError::Mismatch));
        }
    }

    #[test]
    fn any_changed_byte_of_the_signature_breaks_it(sample in plain_sample(), index: Index) {
        let mut signed = sample.signed();
        let authorization = signed.headers[AUTHORIZATION].to_str().expect("plain text").to_owned();
        let (rest, signature) = authorization.split_once("Signature=").expect("a signature");
        let mut signature = signature.as_bytes().to_vec();
        let digit = &mut signature[index.index(64)];
        *digit = if *digit == b'0' { b'1' } else { b'0' };
        let spoilt = [rest.as_bytes(), b"Signature=", &signature].concat();
        signed.headers.insert(AUTHORIZATION, HeaderValue::from_bytes(&spoilt).expect("plain text"));
        prop_assert_eq!(signed.verify(), Err(SignatureError::Mismatch));
    }

    #[test]
    fn no_query_panics(
        query in prop_oneof![any::<String>(), PRESIGNED],
        sample in any_sample(),
    ) {
        let sample = Sample { query, ..sample };
        prop_assert!(sample.verify().is_err());
    }

    #[test]
    fn no_authorization_header_panics(
        value in prop_oneof![
            any::<Vec<u8>>(),
            SHAPELESS.prop_map(String::into_bytes),
            SHAPED.prop_map(String::into_bytes),
        ],
        date in prop_oneof![Just("20261121T101530Z".to_owned()), any::<String>()],
        sample in any_sample(),
    ) {
        let (Ok(value), Ok(date)) = (HeaderValue::from_bytes(&value), HeaderValue::try_from(date)) else {
            return Ok(());
        };
        let mut sample = sample;
        sample.headers.insert(AUTHORIZATION, value);
        sample.headers.insert("x-amz-date", date);
        if let Ok(authorization) = Authorization::parse(&sample.headers) {
            prop_assert!(!authorization.scope.to_string().is_empty());
        }
        prop_assert!(sample.verify().is_err());
    }
}
