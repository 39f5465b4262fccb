//! A request to sign, to spoil and to verify.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, header::HOST};
use roster_sigv4::{
    Authorization, DEFAULT_TOLERANCE, PresignedQuery, SignatureError, SignedRequest, Signer, SigningKey,
    Timestamp, verify,
};

pub(crate) const SIGNER: Signer<'_> = Signer {
    access_key_id: "AKIDEXAMPLE",
    secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    session_token: None,
    region: "us-east-1",
    service: "connect",
    send_body_hash: false,
};

pub(crate) fn time(text: &str) -> SystemTime {
    Timestamp::parse(text).expect("a time in basic format").into()
}

pub(crate) fn now() -> SystemTime {
    time("20261121T101530Z")
}

#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Sample {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost:7420"))]),
            body: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name = HeaderName::try_from(name).expect("a header name");
        self.headers.append(
            name,
            HeaderValue::from_bytes(value.as_ref()).expect("a header value"),
        );
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn request(&self) -> SignedRequest<'_> {
        let Self {
            method,
            path,
            query,
            headers,
            body,
        } = self;
        SignedRequest {
            method,
            path,
            query,
            headers,
            body,
        }
    }

    pub(crate) fn signed(self) -> Self {
        self.signed_by(&SIGNER, now())
    }

    pub(crate) fn signed_by(mut self, signer: &Signer<'_>, time: SystemTime) -> Self {
        self.headers
            .extend(signer.sign(&self.request(), time).expect("a signature"));
        self
    }

    pub(crate) fn presigned_by(mut self, signer: &Signer<'_>, life: Duration) -> Self {
        self.query = signer.presign(&self.request(), now(), life).expect("a signature");
        self
    }

    pub(crate) fn verify(&self) -> Result<(), SignatureError> {
        self.verify_at(now())
    }

    pub(crate) fn verify_at(&self, now: SystemTime) -> Result<(), SignatureError> {
        self.verify_with(SIGNER.secret_access_key, now)
    }

    pub(crate) fn verify_with(&self, secret: &str, now: SystemTime) -> Result<(), SignatureError> {
        let presigned = PresignedQuery::read(&self.query);
        let authorization = match &presigned {
            Some(query) => Authorization::parse_presigned(query, &self.headers)?,
            None => Authorization::parse(&self.headers)?,
        };
        let key = SigningKey::derive(secret, &authorization.scope);
        verify(&self.request(), &authorization, &key, now, DEFAULT_TOLERANCE)
    }
}
